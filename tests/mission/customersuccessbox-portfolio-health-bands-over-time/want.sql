with ends (bucket, day, days) as (values ('2026-02', '2026-02-28', 28),
    ('2026-03', '2026-03-31', 31), ('2026-04', '2026-04-30', 30), ('2026-05', '2026-05-31', 31))
select bucket, count(case when state = 'good' then 1 end) as good,
    count(case when state = 'average' then 1 end) as average,
    count(case when state = 'poor' then 1 end) as poor,
    count(case when state is null then 1 end) as none, 0 as changed_profile, days
from ends cross join company c
left join point p on p.company = c.id and p.model = 'company' and p.metric = 'system.health' and p.date = day
group by bucket order by 1
