select c.id as company, c.owner, renewal_date as renewal, julianday(renewal_date) - julianday('2026-05-31') as days,
    r.value as mrr, h.value as health, h.state as health_state
from company c join point r on r.company = c.id and r.metric = 'revenue.mrr' and r.date = '2026-05-31' and r.value > 0
left join point h on h.company = c.id and h.metric = 'system.health' and h.date = '2026-05-31'
where julianday(renewal_date) - julianday('2026-05-31') between 0 and 90 order by renewal_date, r.value desc, c.id
