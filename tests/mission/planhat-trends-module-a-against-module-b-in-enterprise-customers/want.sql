select substr(p.date, 1, 7) as bucket,
    sum(case when metric = 'modules.pipeline' then value end) as Pipeline,
    sum(case when metric = 'modules.reports' then value end) as Reports,
    (julianday(min(max(date(p.date, 'start of month', '+1 month')), '2026-06-01'))
        - julianday(date(p.date, 'start of month'))) as days
from point p join company c on c.id = p.company and c.plan = 'Enterprise'
where p.date between '2026-02-01' and '2026-05-31' and metric like 'modules.%'
group by substr(p.date, 1, 7) order by 1
