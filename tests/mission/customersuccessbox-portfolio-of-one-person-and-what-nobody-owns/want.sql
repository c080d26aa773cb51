with bands (n, band, state) as (values (1, 'green', 'good'), (2, 'amber', 'average'), (3, 'red', 'poor'),
    (4, 'no score', 'none')),
mine as (select c.id, coalesce(h.state, 'none') as now, coalesce(b.state, 'none') as before, r.value as mrr from company c
    left join point h on h.company = c.id and h.metric = 'system.health' and h.date = '2026-05-31'
    left join point b on b.company = c.id and b.metric = 'system.health' and b.date = '2026-05-01'
    left join point r on r.company = c.id and r.metric = 'revenue.mrr' and r.date = '2026-05-31'
    where c.owner = 'Ann' or c.owner is null)
select band, sum(now = state) as companies, sum(before = state) as companies_then,
    sum(now = state) - sum(before = state) as change, sum(case when now = state then mrr end) as mrr
from bands cross join mine group by n order by n
