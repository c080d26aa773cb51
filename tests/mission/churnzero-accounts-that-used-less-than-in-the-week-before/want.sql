with use as (select c.id,
    (select sum(value) from point p where p.company = c.id and p.model = 'enduser' and p.metric like 'activities.%'
        and p.date between '2026-05-25' and '2026-05-31') as week,
    (select sum(value) from point p where p.company = c.id and p.model = 'enduser' and p.metric like 'activities.%'
        and p.date between '2026-05-18' and '2026-05-24') as before
    from company c)
select id, week from use where coalesce(week, 0) < before order by id
