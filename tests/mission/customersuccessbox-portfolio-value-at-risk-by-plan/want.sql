select c.plan as "group", count(case when h.state = 'good' then 1 end) as good,
    count(case when h.state = 'average' then 1 end) as average,
    count(case when h.state = 'poor' then 1 end) as poor,
    count(case when h.state is null then 1 end) as none, count(*) as companies,
    sum(r.value) as mrr, sum(case when h.state = 'poor' then r.value end) as at_risk,
    100.0 * coalesce(sum(case when h.state = 'poor' then r.value end), 0) / sum(r.value) as at_risk_share
from company c
left join point h on h.company = c.id and h.model = 'company' and h.metric = 'system.health' and h.date = '2026-05-31'
left join point r on r.company = c.id and r.model = 'company' and r.metric = 'revenue.mrr' and r.date = '2026-05-31'
group by 1 order by 1
