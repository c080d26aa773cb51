select 'Decision makers' as name, count(*) as deciders, count(case when city = 'New York' then 1 end) as new_york
from enduser where role = 'Decision maker'
union all select 'In New York', count(case when role = 'Decision maker' then 1 end), count(*)
from enduser where city = 'New York'
