select c.id, coalesce(sum(p.value), 0) as value from company c
left join point p on p.company = c.id and p.model = 'enduser' and p.metric like 'activities.%'
    and p.date between '2026-05-02' and '2026-05-31'
group by c.id order by c.id
