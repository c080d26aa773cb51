// Runs the statements of a file, whose $DIR is the second argument, in ClickHouse in process.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
const require = createRequire(process.env.CSM_BENCH_MODULES + "/");
const { Session } = require("chdb");
const home = mkdtempSync(join(tmpdir(), "csm-chdb-"));
const session = new Session(home);
const [file, dir] = process.argv.slice(2);
try {
  for (const sql of readFileSync(file, "utf8").replaceAll("$DIR", dir).split(";"))
    if (sql.trim() !== "") session.query(sql);
} finally {
  session.cleanup();
  rmSync(home, { recursive: true, force: true });
}
