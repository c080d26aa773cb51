select company, '2026-05-31' as date, sum(value) as value from point
where metric = 'email_events.sent' and date between '2026-05-02' and '2026-05-31' group by 1 order by 1
