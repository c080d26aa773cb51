select c.id, 100.0 * count(distinct p.id) / c.seats as use from company c
left join point p on p.company = c.id and p.metric like 'activities.%' and p.model = 'enduser' and p.date > '2026-05-01' and p.value <> 0
group by c.id having count(distinct p.id) < 0.5 * c.seats order by use, c.id
