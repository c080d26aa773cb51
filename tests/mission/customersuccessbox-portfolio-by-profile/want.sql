with score as (
    select company, metric, state, coalesce((select m.value from point m where m.company = h.company
        and m.metric = 'revenue.mrr' and m.date = h.date), 0) as mrr
    from point h where h.date = '2026-05-31' and h.model = 'company' and h.metric in ('health.big', 'health.rest'))
select case metric when 'health.big' then 'Large accounts' else 'Others' end as "group",
    sum(state = 'good') as good, sum(state = 'average') as average, sum(state = 'poor') as poor,
    sum(state not in ('good', 'average', 'poor')) as none, count(*) as companies, sum(mrr) as mrr,
    sum(case when state = 'poor' then mrr else 0 end) as at_risk,
    100.0 * sum(case when state = 'poor' then mrr else 0 end) / sum(mrr) as at_risk_share
from score group by metric order by metric
