select c.id, c.owner, p.state as units from company c
left join point p on p.company = c.id and p.metric = 'units.use' and p.date = '2026-05-31' order by 1
