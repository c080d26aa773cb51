with months (bucket, before, last) as (values ('2026-02', '2026-01-31', '2026-02-28'), ('2026-03', '2026-02-28', '2026-03-31'),
    ('2026-04', '2026-03-31', '2026-04-30'), ('2026-05', '2026-04-30', '2026-05-31')),
worth as (select bucket, c.id, coalesce(a.value, 0) as was, coalesce(b.value, 0) as now from months cross join company c
    left join point a on a.company = c.id and a.metric = 'revenue.mrr' and a.date = before
    left join point b on b.company = c.id and b.metric = 'revenue.mrr' and b.date = last)
select bucket, sum(was) as start, sum(case when was = 0 then now else 0 end) as new,
    sum(case when now = 0 then was else 0 end) as churn, sum(now) as end,
    100.0 * sum(case when was > 0 then now end) / sum(was) as net_retention,
    100.0 * sum(case when was > 0 then min(was, now) end) / sum(was) as gross_retention
from worth group by bucket order by 1
