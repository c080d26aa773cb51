select case p.metric when 'health.rest.adoption' then 'Product adoption' else 'Service' end as "group",
    count(case when p.state = 'good' then 1 end) as good,
    count(case when p.state = 'average' then 1 end) as average,
    count(case when p.state = 'poor' then 1 end) as poor,
    count(case when p.state not in ('good', 'average', 'poor') then 1 end) as none,
    count(*) as companies, sum(r.value) as mrr,
    case when sum(p.state = 'poor') = 0 then sum(r.value) * 0
        else sum(case when p.state = 'poor' then r.value end) end as at_risk,
    100.0 * coalesce(sum(case when p.state = 'poor' then r.value end), 0) / sum(r.value) as at_risk_share
from point p
left join point r on r.company = p.company and r.model = 'company' and r.metric = 'revenue.mrr' and r.date = p.date
where p.metric in ('health.rest.adoption', 'health.rest.service') and p.date = '2026-05-31'
group by 1 order by 1
