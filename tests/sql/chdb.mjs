// Statements for ClickHouse in this process, as duckdb.mjs does for DuckDB; the modules are
// in $CSM_CHDB.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
const require = createRequire(process.env.CSM_CHDB + "/");
const { Session } = require("chdb");
const home = mkdtempSync(join(tmpdir(), "csm-chdb-"));
// it knows a cluster "csm" of one shard, itself; and runs what is in user_scripts
const config = join(home, "config.xml");
writeFileSync(
	config,
	`<clickhouse><tcp_port>9000</tcp_port><remote_servers><csm><shard><replica>
<host>127.0.0.1</host><port>9000</port></replica></shard></csm></remote_servers></clickhouse>`,
);
const data = join(home, "data");
mkdirSync(data);
const session = new Session(data, { connectionArgs: [`--config-file=${config}`] });
// A statement that would take the machine's memory is refused, and nobody else's program ended.
session.query("SET max_memory_usage = 12000000000");
process.stdout.write(JSON.stringify(data) + "\n");
for await (const line of createInterface({ input: process.stdin })) {
	let answer;
	let text = "";
	try {
		text = session.query(JSON.parse(line), "JSONCompactStrings");
		const rows = text.trim() === "" ? [] : JSON.parse(text).data;
		answer = { rows: rows.map((r) => r.map((v) => (v === "ᴺᵁᴸᴸ" ? null : v))) };
	} catch (e) {
		// an exception after the first bytes stands behind them
		answer = { error: e.message + "\n" + text.slice(-2000) };
		// what the statement had written before it failed would stand before the next answer
		try {
			session.query("SELECT 1");
		} catch {
			// it is gone
		}
	}
	process.stdout.write(JSON.stringify(answer) + "\n");
}
session.cleanup();
rmSync(home, { recursive: true, force: true });
