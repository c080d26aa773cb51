with start as (select id, cast(strftime('%Y', start_date) as int) * 4 + (cast(strftime('%m', start_date) as int) - 1) / 3 as q
    from company),
ends (q, last) as (values (2026 * 4, '2026-03-31'), (2026 * 4 + 1, '2026-05-31')),
share as (select s.q, e.q - s.q as k, 100.0 * count(p.company) / count(*) as paying
    from start s join ends e on e.q >= s.q
    left join point p on p.company = s.id and p.model = 'company' and p.metric = 'revenue.mrr' and p.date = e.last and p.value > 0
    group by s.q, e.q)
select (q / 4) || '-Q' || (q % 4 + 1) as cohort, (select count(*) from start where start.q = share.q) as companies,
    max(case when k = 0 then paying end) as quarter_0, max(case when k = 1 then paying end) as quarter_1,
    max(case when k = 2 then paying end) as quarter_2, max(case when k = 3 then paying end) as quarter_3,
    max(case when k = 4 then paying end) as quarter_4, max(case when k = 5 then paying end) as quarter_5,
    max(case when k = 6 then paying end) as quarter_6, max(case when k = 7 then paying end) as quarter_7,
    max(case when k = 8 then paying end) as quarter_8, max(case when k = 9 then paying end) as quarter_9,
    max(case when k = 10 then paying end) as quarter_10, max(case when k = 11 then paying end) as quarter_11
from share group by q order by q
