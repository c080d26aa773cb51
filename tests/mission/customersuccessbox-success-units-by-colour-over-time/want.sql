select substr(date, 1, 7) as bucket, count(case when state = 'green' then 1 end) as green,
    count(case when state = 'amber' then 1 end) as amber,
    count(case when state = 'red' then 1 end) as red,
    cast(substr(max(date), 9) as integer) as days
from point where metric = 'units.use' and date in ('2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31')
group by 1 order by 1
