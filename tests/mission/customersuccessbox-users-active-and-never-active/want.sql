with seen as (select id, company, max(date) as last from point where model = 'enduser' and metric like 'activities.%'
    and value <> 0 group by id)
select c.id as company, count(u.id) as people, count(case when s.last > '2026-05-01' then 1 end) as active_30,
    count(u.id) - count(s.id) as never
from company c left join enduser u on u.company = c.id left join seen s on s.id = u.id group by c.id order by 1
