with used as (
    select company, date, sum(value) as n from point where metric like 'activities.%' group by 1, 2)
select c.id, (select sum(n) from used u where u.company = c.id and u.date between '2026-05-02' and '2026-05-31') as now
from company c where (select sum(n) from used u where u.company = c.id
    and u.date between '2026-03-02' and '2026-03-31') >= 60
order by c.id
