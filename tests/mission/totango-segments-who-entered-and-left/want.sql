with days (day) as (values ('2026-03-01'), ('2026-05-31')),
busy as (select c.id, day, coalesce((select sum(value) from point p where p.company = c.id
        and p.metric like 'activities.%' and p.date between date(day, '-29 days') and day), 0) >= 60 as is_in
    from company c, days),
moved as (select a.id, a.is_in as was, b.is_in as now from busy a join busy b
    on a.id = b.id and a.day < b.day)
select 'enterprise' as id, 'Enterprise' as name, 'company' as model, count(*) as members,
    count(*) as before, 0 as entered, 0 as "left" from company where plan = 'Enterprise'
union all select 'busy', 'Busy', 'company', sum(now), sum(was), sum(now and not was), sum(was and not now) from moved
union all select 'deciders', 'Decision makers', 'enduser', count(*), count(*), 0, 0 from enduser where role = 'Decision maker'
union all select 'new_york', 'In New York', 'enduser', count(*), count(*), 0, 0 from enduser where city = 'New York'
