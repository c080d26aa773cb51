// Statements for DuckDB, one JSON string a line of standard input; for each a line of
// standard output: {"rows": [[...], ...]} with texts, or {"error": "..."}.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(process.env.CSM_BENCH_MODULES + "/");
const { DuckDBInstance } = await import(pathToFileURL(require.resolve("@duckdb/node-api")));
const connection = await (await DuckDBInstance.create(":memory:")).connect();
for await (const line of createInterface({ input: process.stdin })) {
	let answer;
	try {
		const reader = await connection.runAndReadAll(JSON.parse(line));
		answer = { rows: reader.getRows().map((r) => r.map((v) => (v === null ? null : String(v)))) };
	} catch (e) {
		answer = { error: e.message };
	}
	process.stdout.write(JSON.stringify(answer) + "\n");
}
