select company as id, count(case when role = 'Decision maker' then 1 end) as n from enduser
group by company having n >= 2 and count(case when city = 'Oslo' then 1 end) > 0 order by 1
