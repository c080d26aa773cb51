select substr(metric, 12) as feature, count(distinct case when date > '2026-05-17' then p.company end) as companies,
    count(distinct case when date > '2026-05-17' then p.id end) as users,
    sum(case when date > '2026-05-17' then value end) as events,
    sum(case when date <= '2026-05-17' then value end) as before
from point p join company c on c.id = p.company and c.plan = 'Enterprise'
where metric like 'activities.%' and date > '2026-05-03' and value <> 0
group by metric order by companies desc, users desc, events desc
