CREATE TABLE ev AS SELECT u.company_id AS company, e.user_id AS usr, event AS activity,
 CAST(substr(occurred_at, 1, 10) AS DATE) AS d, count(*) AS n
 FROM (SELECT DISTINCT ON (event_id) * FROM read_csv('$DIR/raw.csv', header = true, all_varchar = true)) e
 JOIN read_csv('$DIR/users.csv', header = true, all_varchar = true) u USING (user_id)
 WHERE event_type = 'engagement' GROUP BY ALL;
CREATE TABLE days AS SELECT CAST(r AS DATE) AS d FROM range(TIMESTAMP '2025-12-01', TIMESTAMP '2026-01-01', INTERVAL 1 DAY) t(r);
CREATE TABLE cd AS SELECT company, d, sum(n) AS n, sum(n) FILTER (activity = 'login') AS l FROM ev GROUP BY ALL;
CREATE TABLE grid AS SELECT company, d FROM (SELECT DISTINCT id AS company FROM read_csv('$DIR/companies.csv', header = true, all_varchar = true)),
 (SELECT CAST(r AS DATE) AS d FROM range(TIMESTAMP '2025-01-01', TIMESTAMP '2026-01-01', INTERVAL 1 DAY) t(r));
CREATE TABLE ud AS SELECT company, usr, d FROM ev WHERE d >= DATE '2025-11-01' GROUP BY ALL;
CREATE TABLE au AS SELECT u.company, days.d, count(DISTINCT usr) AS a30 FROM ud u
 JOIN days ON u.d <= days.d AND u.d > days.d - 30 GROUP BY ALL;
CREATE TABLE ut AS SELECT company, d, sum(c) OVER (PARTITION BY company ORDER BY d) AS total
 FROM (SELECT company, f AS d, count(*) AS c FROM (SELECT company, usr, min(d) AS f FROM ev GROUP BY ALL) GROUP BY ALL);
CREATE TABLE m AS SELECT g.company, g.d, sum(l) OVER w7 AS logins_7,
 100.0 * sum(l) OVER w7 / nullif(sum(l) OVER p7, 0) AS wow,
 100.0 * sum(n) OVER w28 / nullif(sum(n) OVER p28, 0) - 100 AS trend_28,
 date_diff('day', max(CASE WHEN n IS NOT NULL THEN g.d END) OVER (PARTITION BY g.company ORDER BY g.d), g.d) AS idle
 FROM grid g LEFT JOIN cd USING (company, d)
 WINDOW w7 AS (PARTITION BY g.company ORDER BY g.d ROWS 6 PRECEDING),
 p7 AS (PARTITION BY g.company ORDER BY g.d ROWS BETWEEN 13 PRECEDING AND 7 PRECEDING),
 w28 AS (PARTITION BY g.company ORDER BY g.d ROWS 27 PRECEDING),
 p28 AS (PARTITION BY g.company ORDER BY g.d ROWS BETWEEN 55 PRECEDING AND 28 PRECEDING);
CREATE TABLE mm AS SELECT m.*, floor(1e8 * CASE WHEN total IS NULL THEN NULL ELSE coalesce(a30, 0) END / total + 0.5) / 1e6 AS active_share
 FROM m JOIN days USING (d) LEFT JOIN au USING (company, d) ASOF LEFT JOIN ut ON m.company = ut.company AND m.d >= ut.d;
CREATE TABLE h AS SELECT *, floor(1e6 * least(10, greatest(0, 5
 + CASE WHEN active_share IS NULL THEN 0 ELSE least(3, greatest(-4, -4 + 7 * active_share / 75)) END
 + CASE WHEN trend_28 IS NULL THEN 0 ELSE least(2, greatest(-2, trend_28 / 25)) END
 + CASE WHEN idle > 14 THEN -3 ELSE 0 END)) + 0.5) / 1e6 AS score FROM mm;
COPY (SELECT company, d, logins_7, wow, active_share, trend_28, idle, score,
 CASE WHEN score < 4 THEN 'poor' WHEN score < 7 THEN 'average' ELSE 'good' END AS state,
 CASE WHEN active_share < 35 THEN 'red' WHEN active_share > 65 THEN 'green' WHEN active_share IS NULL THEN 'na' ELSE 'amber' END AS unit
 FROM h ORDER BY company, d) TO '$DIR/night-duckdb.csv' (HEADER)
