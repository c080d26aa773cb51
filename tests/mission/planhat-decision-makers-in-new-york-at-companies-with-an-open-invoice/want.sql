select u.id, u.company from enduser u
where u.role = 'Decision maker' and u.city = 'New York' and exists (select 1 from point p
    where p.company = u.company and p.metric = 'invoices.open' and p.date between '2026-05-02' and '2026-05-31'
        and p.value > 0)
order by u.company, u.id
