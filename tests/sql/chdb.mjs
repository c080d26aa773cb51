// Statements for ClickHouse in this process, as duckdb.mjs does for DuckDB; the modules are
// in $CSM_CHDB.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
const require = createRequire(process.env.CSM_CHDB + "/");
const { Session } = require("chdb");
const data = mkdtempSync(join(tmpdir(), "csm-chdb-"));
const session = new Session(data);
for await (const line of createInterface({ input: process.stdin })) {
	let answer;
	try {
		const text = session.query(JSON.parse(line), "JSONCompactStrings");
		const rows = text.trim() === "" ? [] : JSON.parse(text).data;
		answer = { rows: rows.map((r) => r.map((v) => (v === "ᴺᵁᴸᴸ" ? null : v))) };
	} catch (e) {
		answer = { error: e.message };
	}
	process.stdout.write(JSON.stringify(answer) + "\n");
}
session.cleanup();
rmSync(data, { recursive: true, force: true });
