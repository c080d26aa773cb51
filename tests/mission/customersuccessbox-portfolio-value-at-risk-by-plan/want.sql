select plan as "group", sum(good) as good, sum(average) as average, sum(poor) as poor,
    sum(none) as none, count(*) as companies, sum(mrr) as mrr, case when sum(poor) = 0 then sum(mrr) * 0 else sum(at_risk) end as at_risk,
    100.0 * coalesce(sum(at_risk), 0) / sum(mrr) as at_risk_share
from banded group by 1 order by 1
