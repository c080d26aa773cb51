with used as (select company, sum(value) as events from point
    where metric like 'activities.%' and date between '2026-05-02' and '2026-05-31' group by 1),
scored as (select company, value from point
    where model = 'company' and metric = 'system.health' and date = '2026-05-31')
select coalesce(b.parent, b.id) as company, count(*) as companies, sum(u.events) as x, avg(s.value) as y,
    sum(b.mrr) as size,
    case when max(b.poor) then 'red' when max(b.average) then 'amber' when max(b.good) then 'green' end as colour
from banded b left join used u on u.company = b.id left join scored s on s.company = b.id
group by 1 order by 1
