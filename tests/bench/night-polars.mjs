// The night in Polars: what night-duckdb.sql computes, over the files of the directory given.
import { createRequire } from "node:module";
const require = createRequire(process.env.CSM_BENCH_MODULES + "/");
const pl = require("nodejs-polars");
const dir = process.argv[2];
const { col, lit, when } = pl;
const text = (name) => pl.scanCSV(`${dir}/${name}`, { inferSchemaLength: 0 });
const millionths = (x) => x.mul(lit(1e6)).add(lit(0.5)).floor().div(lit(1e6));
const dates = (from, n) => pl.DataFrame({ d: Array.from({ length: n }, (_, i) =>
  new Date(Date.parse(from) + i * 864e5).toISOString().slice(0, 10)) }).lazy()
  .withColumns(col("d").str.strptime(pl.Date, "%Y-%m-%d").alias("d"));
const ev = (await text("raw.csv").unique({ subset: ["event_id"], keep: "first" })
  .filter(col("event_type").eq(lit("engagement")))
  .join(text("users.csv"), { on: "user_id", how: "inner" })
  .select(col("company_id").alias("company"), col("user_id").alias("usr"), col("event"),
    col("occurred_at").str.slice(0, 10).str.strptime(pl.Date, "%Y-%m-%d").alias("d"))
  .groupBy(["company", "usr", "event", "d"]).agg(pl.len().alias("n")).collect()).lazy();
const cd = ev.groupBy(["company", "d"]).agg(col("n").sum().cast(pl.Float64).alias("n"));
const logins = ev.filter(col("event").eq(lit("login"))).groupBy(["company", "d"])
  .agg(col("n").sum().cast(pl.Float64).alias("l"));
const days = dates("2025-12-01", 31);
const rolling = (name, n) => col(name).rollingSum({ windowSize: n, minPeriods: 1 });
const metrics = text("companies.csv").select(col("id").alias("company"))
  .join(dates("2025-01-01", 365), { how: "cross" })
  .join(cd, { on: ["company", "d"], how: "left" }).join(logins, { on: ["company", "d"], how: "left" })
  .sort(["company", "d"])
  .withColumns(rolling("l", 7).over("company").alias("logins_7"), rolling("n", 28).over("company").alias("n28"),
    when(col("n").isNotNull()).then(col("d")).otherwise(lit(null)).forwardFill().over("company").alias("last"))
  .withColumns(col("logins_7").shift(7).over("company").alias("p7"), col("n28").shift(28).over("company").alias("p28"))
  .withColumns(col("logins_7").div(col("p7")).mul(lit(100)).alias("wow"),
    col("n28").div(col("p28")).mul(lit(100)).sub(lit(100)).alias("trend_28"),
    col("d").cast(pl.Int32).sub(col("last").cast(pl.Int32)).alias("idle"))
  .join(days, { on: "d", how: "inner" });
const active = ev.select(col("company"), col("usr"), col("d")).unique()
  .join(days.select(col("d").alias("day")), { how: "cross" })
  .filter(col("d").ltEq(col("day")).and(col("d").cast(pl.Int32).gt(col("day").cast(pl.Int32).sub(lit(30)))))
  .groupBy(["company", "day"]).agg(col("usr").nUnique().cast(pl.Float64).alias("a30"));
const total = ev.groupBy(["company", "usr"]).agg(col("d").min().alias("d"))
  .groupBy(["company", "d"]).agg(pl.len().cast(pl.Float64).alias("c")).sort(["company", "d"])
  .withColumns(col("c").cumSum().over("company").alias("total")).select(col("company"), col("d"), col("total"));
const share = metrics.join(active, { leftOn: ["company", "d"], rightOn: ["company", "day"], how: "left" })
  .sort("d").joinAsof(total.sort("d"), { on: "d", byLeft: "company", byRight: "company", strategy: "backward" })
  .withColumns(when(col("total").isNull()).then(lit(null)).otherwise(
    millionths(col("a30").fillNull(lit(0)).mul(lit(100)).div(col("total")))).alias("active_share"));
const between = (x, low, high) => when(x.lt(lit(low))).then(lit(low)).when(x.gt(lit(high))).then(lit(high)).otherwise(x);
const points = share.withColumns(
  between(col("active_share").mul(lit(7)).div(lit(75)).sub(lit(4)), -4, 3).fillNull(lit(0)).alias("f1"),
  between(col("trend_28").div(lit(25)), -2, 2).fillNull(lit(0)).alias("f2"),
  when(col("idle").gt(lit(14))).then(lit(-3)).otherwise(lit(0)).alias("f3"))
  .withColumns(millionths(between(lit(5).add(col("f1")).add(col("f2")).add(col("f3")), 0, 10)).alias("score"));
const out = await points.withColumns(
  when(col("score").lt(lit(4))).then(lit("poor")).when(col("score").lt(lit(7))).then(lit("average"))
    .otherwise(lit("good")).alias("state"),
  when(col("active_share").isNull()).then(lit("na")).when(col("active_share").lt(lit(35))).then(lit("red"))
    .when(col("active_share").gt(lit(65))).then(lit("green")).otherwise(lit("amber")).alias("unit"))
  .select(...["company", "d", "logins_7", "wow", "active_share", "trend_28", "idle", "score", "state", "unit"].map((c) => col(c)))
  .sort(["company", "d"]).collect();
out.writeCSV(`${dir}/night-polars.csv`);
