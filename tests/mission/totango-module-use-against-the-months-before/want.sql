select case substr(date, 6, 2) when '02' then '2026-04' when '03' then '2026-05' else substr(date, 1, 7) end as bucket,
    sum(case when date >= '2026-04-01' then value end) as value,
    sum(case when date < '2026-04-01' then value end) as before,
    sum(case when date >= '2026-04-01' then value else -value end) as change,
    count(distinct case when date >= '2026-04-01' then company end) as companies,
    case substr(date, 6, 2) when '02' then 30 when '04' then 30 else 31 end as days
from point where metric = 'modules.pipeline' and date >= '2026-02-01' group by 1 order by 1
