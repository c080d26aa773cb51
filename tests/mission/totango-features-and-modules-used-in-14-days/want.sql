select c.id, count(distinct metric) as features,
    count(distinct case metric when 'activities.export report' then 'reports'
        when 'activities.create lead' then 'pipeline' when 'activities.update deal' then 'pipeline' end) as modules,
    sum(p.value) as events
from company c left join point p on p.company = c.id and p.metric like 'activities.%'
    and p.date between '2026-05-18' and '2026-05-31'
where not (exists (select 1 from point r where r.company = c.id and r.metric = 'revenue.mrr')
    and not exists (select 1 from point r where r.company = c.id and r.metric = 'revenue.mrr' and r.date = '2026-05-31'))
group by c.id order by 1
