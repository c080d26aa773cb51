SET join_use_nulls = 1;
SET max_threads = 2;
SET prefer_column_name_to_alias = 1;
CREATE DATABASE night ENGINE = Atomic;
CREATE TABLE night.ev ENGINE = Memory AS SELECT u.company_id AS company, e.user_id AS usr, e.event AS activity,
 toDate(substring(e.occurred_at, 1, 10)) AS d, count() AS n
 FROM (SELECT * FROM file('$DIR/raw.csv', 'CSVWithNames', 'event_id String, occurred_at String, user_id String, event_type String, event String')
 LIMIT 1 BY event_id) e
 INNER JOIN file('$DIR/users.csv', 'CSVWithNames', 'user_id String, company_id String') u ON e.user_id = u.user_id
 WHERE e.event_type = 'engagement' GROUP BY company, usr, activity, d;
CREATE TABLE night.days ENGINE = Memory AS SELECT toDate('2025-12-01') + number AS d FROM numbers(31);
CREATE TABLE night.cd ENGINE = Memory AS SELECT company, d, sum(n) AS n, sumOrNullIf(n, activity = 'login') AS l
 FROM (SELECT company, d, activity, toInt64(n) AS n FROM night.ev) GROUP BY company, d;
CREATE TABLE night.grid ENGINE = Memory AS SELECT c.id AS company, toDate('2025-01-01') + k.number AS d
 FROM file('$DIR/companies.csv', 'CSVWithNames', 'id String, name String, plan String, owner String') c CROSS JOIN numbers(365) k;
CREATE TABLE night.ud ENGINE = Memory AS SELECT DISTINCT company, usr, d FROM night.ev WHERE d >= toDate('2025-11-01');
CREATE TABLE night.au ENGINE = Memory AS SELECT u.company AS company, days.d AS d, uniqExact(u.usr) AS a30
 FROM night.ud u CROSS JOIN night.days days WHERE u.d <= days.d AND u.d > days.d - 30 GROUP BY u.company, days.d;
CREATE TABLE night.ut ENGINE = Memory AS SELECT company, d, sum(c) OVER (PARTITION BY company ORDER BY d) AS total
 FROM (SELECT company, f AS d, count() AS c FROM (SELECT company, usr, min(d) AS f FROM night.ev GROUP BY company, usr) GROUP BY company, f);
CREATE TABLE night.m ENGINE = Memory AS SELECT company, d,
 sum(l) OVER (PARTITION BY company ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS logins_7,
 100.0 * sum(l) OVER (PARTITION BY company ORDER BY d ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) / nullIf(sum(l) OVER (PARTITION BY company ORDER BY d ROWS BETWEEN 13 PRECEDING AND 7 PRECEDING), 0) AS wow,
 100.0 * sum(n) OVER (PARTITION BY company ORDER BY d ROWS BETWEEN 27 PRECEDING AND CURRENT ROW)
 / nullIf(sum(n) OVER (PARTITION BY company ORDER BY d ROWS BETWEEN 55 PRECEDING AND 28 PRECEDING), 0) - 100 AS trend_28,
 dateDiff('day', max(if(n IS NULL, NULL, d)) OVER (PARTITION BY company ORDER BY d ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), d) AS idle
 FROM (SELECT g.company AS company, g.d AS d, cd.n AS n, cd.l AS l FROM night.grid g
 LEFT JOIN night.cd cd ON g.company = cd.company AND g.d = cd.d);
CREATE TABLE night.mm ENGINE = Memory AS SELECT j.company AS company, j.d AS d, j.logins_7 AS logins_7, j.wow AS wow, j.trend_28 AS trend_28,
 j.idle AS idle, floor(1e8 * if(ut.total IS NULL, NULL, coalesce(j.a30, 0)) / ut.total + 0.5) / 1e6 AS active_share
 FROM (SELECT m.company AS company, m.d AS d, logins_7, wow, trend_28, idle, au.a30 AS a30 FROM night.m m INNER JOIN night.days days ON m.d = days.d
 LEFT JOIN night.au au ON m.company = au.company AND m.d = au.d) j ASOF LEFT JOIN night.ut ut ON j.company = ut.company AND j.d >= ut.d;
INSERT INTO FUNCTION file('$DIR/night-chdb.csv', 'CSVWithNames')
 SELECT company, d, logins_7, wow, active_share, trend_28, idle, score,
 multiIf(score < 4, 'poor', score < 7, 'average', 'good') AS state,
 multiIf(active_share IS NULL, 'na', active_share < 35, 'red', active_share > 65, 'green', 'amber') AS unit
 FROM (SELECT *, floor(1e6 * least(10, greatest(0, 5
 + if(active_share IS NULL, 0, least(3, greatest(-4, -4 + 7 * active_share / 75)))
 + if(trend_28 IS NULL, 0, least(2, greatest(-2, trend_28 / 25)))
 + if(coalesce(idle, 0) > 14, -3, 0))) + 0.5) / 1e6 AS score FROM night.mm) ORDER BY company, d
 SETTINGS format_csv_null_representation = '', engine_file_truncate_on_insert = 1
