with recursive value as (
    select p.company, p.date, p.value, exists (select 1 from point m where m.company = p.company
        and m.metric = 'revenue.mrr' and m.date = p.date and m.value > 0) as pays,
        row_number() over (partition by p.company order by p.date) as n
    from point p where p.metric = 'calculated.events_30' and p.model = 'company'),
state as (
    select company, date, n, value >= 300 as busy, value < 20 and pays as idle, 0 as was_busy, 0 as was_idle
    from value where n = 1
    union all
    select v.company, v.date, v.n, v.value >= 300 or (s.busy and not v.value < 200), v.value < 20 and v.pays, s.busy, s.idle
    from state s join value v on v.company = s.company and v.n = s.n + 1),
alert as (
    select date, 'busy' as alert, busy as is_open, was_busy as was from state
    union all select date, 'idle', idle, was_idle from state)
select substr(date, 1, 7) as bucket, alert, sum(is_open and not was) as opened, sum(was and not is_open) as closed,
    sum(is_open and date = date(date, 'start of month', '+1 month', '-1 day')) as open
from alert where date >= '2026-02-01' group by 1, 2 order by 1, 2
