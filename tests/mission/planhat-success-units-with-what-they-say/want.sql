select 'Use' as unit, value, case when value < 20 then 'red' when value > 150 then 'green' else 'amber' end as value_state,
    'Events in 30 days' as description
from (select sum(value) as value from point where company = 'c04' and metric like 'activities.%'
    and date between '2026-05-02' and '2026-05-31')
