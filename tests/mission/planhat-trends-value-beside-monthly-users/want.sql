select substr(day, 1, 7) as bucket,
    (select sum(value) from point where metric = 'revenue.mrr' and date = day) as value,
    (select count(distinct id) from point where model = 'enduser' and metric like 'activities.%'
        and substr(date, 1, 7) = substr(day, 1, 7)) as users,
    cast(substr(day, 9) as integer) as days
from (select '2026-03-31' as day union all select '2026-04-30' union all select '2026-05-31') order by 1
