select c.id, julianday('2026-05-31') - julianday(max(p.date)) as days
from company c left join point p on p.company = c.id and p.metric = 'activities.export report'
where c.plan = 'Enterprise' group by c.id having coalesce(days, 999) > 20 order by 1
