with lit as (select company, date, state from point where model = 'company' and metric = 'units.use' and date <= '2026-05-31'),
red as (select company from lit where date = '2026-05-31' and state = 'red'),
run as (select company, (select count(*) from lit l where l.company = red.company and l.date >
        coalesce((select max(date) from lit o where o.company = red.company and o.state <> 'red'), '')) as days from red)
select company as id, days from run where days <= 30 order by company
