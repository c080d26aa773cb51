select id, axis, value from (
    select c.id, 'x' as axis, (select sum(p.value) from point p where p.company = c.id and p.model = 'enduser'
        and p.metric like 'activities.%' and p.date between '2026-05-02' and '2026-05-31') as value from company c
    union all
    select c.id, 'y', (select r.value from point r where r.company = c.id and r.model = 'company'
        and r.metric = 'revenue.mrr' and r.date = '2026-05-31') from company c)
order by id, axis
