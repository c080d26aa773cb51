select p.company as id from point p
where p.metric = 'system.health' and p.date = '2026-03-10' and p.state = 'poor' and exists (
    select 1 from point q where q.company = p.company and q.metric = p.metric
        and q.date = '2026-03-03' and q.state <> 'poor')
order by 1
