select substr(metric, 15) as type, sum(case when date > '2026-03-02' then value end) as count,
    sum(case when date <= '2026-03-02' and date > '2025-12-02' then value end) as before,
    sum(case when date > '2026-03-02' then value else -value end) as change,
    count(distinct case when date > '2026-03-02' then company end) as companies, max(date) as last
from point where metric like 'conversations.%' group by metric order by 2 desc
