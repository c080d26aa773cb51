with other as (select company, max(date) as day from point where metric = 'system.health' and state <> 'poor' group by company)
select p.company as id, julianday('2026-05-31') - julianday(coalesce(o.day, date(min(p.date), '-1 day'))) as days
from point p left join other o on o.company = p.company
where metric = 'system.health' and state = 'poor' and p.date > coalesce(o.day, '')
group by p.company having max(p.date) = '2026-05-31' and days >= 30 order by 1
