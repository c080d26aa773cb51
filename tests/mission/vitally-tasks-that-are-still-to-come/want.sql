select coalesce(c.owner, '') as owner,
    sum(t.planned between '2026-05-02' and '2026-05-31') as planned,
    sum(t.planned between '2026-05-02' and '2026-05-31' and t.status = 'done') as done,
    sum(t.planned <= '2026-05-31' and t.status = 'open') as open,
    sum(t.planned > '2026-05-31' and t.status = 'open') as upcoming
from company c join task t on t.company = c.id group by 1 order by c.owner is null, c.owner
