#include "sql/cluster.h"

#include <string.h>

/* '%' is the cluster's name.  The tables of all shards are for loading: a row goes to the
 * shard of its company. */
static const char clickhouse_tables[] =
    "CREATE TABLE points_all AS points\n"
    "  ENGINE = Distributed('%', currentDatabase(), 'points', cityHash64(company));\n"
    "CREATE TABLE fields_all AS fields\n"
    "  ENGINE = Distributed('%', currentDatabase(), 'fields', cityHash64(company));\n"
    "CREATE ROLE IF NOT EXISTS %_loader;\n"
    "GRANT INSERT ON points TO %_loader;\n"
    "GRANT INSERT ON fields TO %_loader;\n"
    "GRANT INSERT ON points_all TO %_loader;\n"
    "GRANT INSERT ON fields_all TO %_loader;\n"
    "CREATE ROLE IF NOT EXISTS %_reader;\n"
    "GRANT SELECT ON points TO %_reader;\n"
    "GRANT SELECT ON fields TO %_reader;\n";

static const char postgres_tables[] =
    "DO $csm$ BEGIN\n"
    "  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%_loader') THEN\n"
    "    CREATE ROLE %_loader;\n"
    "  END IF;\n"
    "  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '%_reader') THEN\n"
    "    CREATE ROLE %_reader;\n"
    "  END IF;\n"
    "END $csm$;\n"
    "GRANT INSERT ON points, fields TO %_loader;\n"
    "GRANT SELECT ON points, fields TO %_reader;\n";

/* After the shard's view. */
static const char clickhouse_views[] =
    "DROP VIEW IF EXISTS %_all;\n"
    "CREATE VIEW %_all AS SELECT * FROM cluster('%', currentDatabase(), %_shard);\n"
    "GRANT SELECT ON %_shard TO %_reader;\n"
    "GRANT SELECT ON %_all TO %_reader;\n";

/* Where there are servers called NAME_1, NAME_2, ..., all of them; else this node. */
static const char postgres_views[] =
    "DO $csm$\n"
    "DECLARE\n"
    "  node name;\n"
    "  parts text := '';\n"
    "BEGIN\n"
    "  FOR node IN SELECT srvname FROM pg_foreign_server\n"
    "    WHERE srvname ~ '^%_[0-9]+$' ORDER BY srvname LOOP\n"
    "    EXECUTE format('DROP FOREIGN TABLE IF EXISTS %I CASCADE', node || '_shard');\n"
    "    EXECUTE format('CREATE FOREIGN TABLE %I (company text, model text, id text,'\n"
    "      ' metric text, date date, value bigint{state}) SERVER %I'\n"
    "      ' OPTIONS (table_name ''%_shard'')', node || '_shard', node);\n"
    "    parts := parts || CASE WHEN parts = '' THEN '' ELSE ' UNION ALL ' END\n"
    "      || format('SELECT * FROM %I', node || '_shard');\n"
    "  END LOOP;\n"
    "  EXECUTE 'CREATE VIEW %_all AS '\n"
    "    || CASE WHEN parts = '' THEN 'SELECT * FROM %_shard' ELSE parts END;\n"
    "END $csm$;\n"
    "GRANT SELECT ON %_shard, %_all TO %_reader;\n";

/* By what the dialect says of clusters, so that another engine of the kind is a line of
 * the table. */
static bool
cluster_is_clickhouse(const struct csm_sql_dialect *d)
{
	return d->cluster == CSM_SQL_CLUSTER_SERVERS;
}

int
csm_sql_cluster_check(
    const struct csm_sql_dialect *d, const char *name, struct csm_diag *diag)
{
	/* It stands in names unquoted, in all engines. */
	size_t plain = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

	if (d->cluster == CSM_SQL_CLUSTER_NONE)
		return csm_error(
		    diag, CSM_E_USAGE, NULL, "--cluster: %s is one machine", d->engine);
	/* 63 bytes are the limit of a name in PostgreSQL, of which "_shard" and the
	 * like take some. */
	if (name[plain] == '\0' && plain > 0 && plain <= 40 && name[0] >= 'a')
		return 0;
	return csm_error(diag, CSM_E_USAGE, NULL,
	    "--cluster: a name of small letters, digits and _ is wanted, at most 40, "
	    "since views and roles begin with it");
}

/* The template with the name at each '%', but for the %I of format(). */
static void
cluster_put(const char *template, const char *name, bool states, struct csm_buf *out)
{
	static const char state[] = "{state}";

	for (; *template != '\0'; template ++) {
		if (strncmp(template, state, sizeof state - 1) == 0) {
			csm_buf_puts(out, states ? ", state text" : "");
			/* The loop takes one more step. */
			template += sizeof state - 2;
		} else if (*template == '%' && template[1] != 'I') {
			csm_buf_puts(out, name);
		} else {
			csm_buf_putc(out, *template);
		}
	}
}

void
csm_sql_cluster_tables(
    const struct csm_sql_dialect *d, const char *name, struct csm_buf *out)
{
	cluster_put(cluster_is_clickhouse(d) ? clickhouse_tables : postgres_tables,
	    name, false, out);
}

void
csm_sql_cluster_views(const struct csm_sql_dialect *d, const char *name, bool states,
    const char *statement, struct csm_buf *out)
{
	bool servers = cluster_is_clickhouse(d);

	csm_buf_printf(
	    /* The view over all hangs on it, and is made anew below. */
	    out, "DROP VIEW IF EXISTS %s_shard%s;\n", name, servers ? "" : " CASCADE");
	csm_buf_printf(out, "CREATE VIEW %s_shard", name);
	if (servers)
		csm_buf_printf(out,
		    " (company String, model String, id String, metric String, "
		    "date Date, value Nullable(Int64)%s)",
		    states ? ", state Nullable(String)" : "");
	csm_buf_printf(out, " AS\n%s", statement);
	cluster_put(servers ? clickhouse_views : postgres_views, name, states, out);
}
