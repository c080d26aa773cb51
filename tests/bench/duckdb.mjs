// Runs the SQL given on the command line in an in-memory DuckDB with two threads.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const require = createRequire(process.env.CSM_BENCH_MODULES + "/");
const { DuckDBInstance } = await import(pathToFileURL(require.resolve("@duckdb/node-api")));
const instance = await DuckDBInstance.create(":memory:", { threads: "2" });
const connection = await instance.connect();
await connection.run("SET preserve_insertion_order = false");
for (const sql of process.argv.slice(2)) await connection.run(sql);
connection.closeSync();
