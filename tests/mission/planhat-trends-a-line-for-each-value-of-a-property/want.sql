with ends (bucket, day, days) as (values ('2026-03', '2026-03-31', 31), ('2026-04', '2026-04-30', 30),
    ('2026-05', '2026-05-31', 31))
select bucket, sum(case when plan = 'Basic' then value end) as Basic,
    sum(case when plan = 'Enterprise' then value end) as Enterprise,
    sum(case when plan = 'Pro' then value end) as Pro, days
from ends join point p on p.metric = 'revenue.mrr' and p.date = day
join company c on c.id = p.company group by bucket order by 1
