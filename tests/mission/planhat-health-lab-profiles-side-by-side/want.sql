-- scores of all scales are shown of 100, and these are of 10
select 'distribution' as part, null as "group", 'now' as row, 'scored' as column, count(value) as value, null as state
from point where metric = 'system.health' and date = '2026-05-31'
union all select 'distribution', null, 'now', 'mean', 10 * avg(value), null
from point where metric = 'system.health' and date = '2026-05-31'
union all select 'distribution', null, 'now', 'least', 10 * min(value), null
from point where metric = 'system.health' and date = '2026-05-31'
