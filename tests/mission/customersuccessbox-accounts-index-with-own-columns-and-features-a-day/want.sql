with recursive days (day) as (select '2026-05-18' union all
    select date(day, '+1 day') from days where day < '2026-05-31'),
used (id, day, n) as (select c.id, d.day, (select count(distinct metric) from point p
        where p.company = c.id and p.metric like 'activities.%' and p.date = d.day and p.value > 0)
    from company c, days d order by c.id, d.day)
select c.id, (select case when sum(n) > 0 then group_concat(case when n = 0 then '' else n end, ';') end
        from (select n from used u where u.id = c.id order by u.day)) as days,
    (select sum(value) from point p where p.company = c.id and p.metric like 'activities.%'
        and p.date between '2026-05-02' and '2026-05-31') as month, c.owner
from company c
where exists (select 1 from point p where p.company = c.id and p.metric = 'revenue.mrr' and p.date = '2026-05-31')
order by 1
