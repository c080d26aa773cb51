// Looks at every page and report as people see them, and compares each look with a stored
// one: tests/browser/shots holds the means of blocks of a look.  Then it plants changes and
// wants each found.  Each look is a line "ok" or "not ok".
//
//   shots.mjs MODULES CHROMIUM DIRECTORY STORED NEW [renew]
//
// With `renew` the stored ones are written, and which Chromium drew them; else what differs is
// left in NEW: the look as it is, and the stored and the new means of its blocks.  Where
// another Chromium draws, which may do so differently, a look that differs is a skip.
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { PATCH, differing, readPng, shrink, writePng } from "./picture.mjs";

const [, , modules, executablePath, directory, stored, fresh, renew] = process.argv;
const { chromium } = createRequire(modules + "/package.json")("playwright-core");
const HIGHEST = 4500; // of a look: below it are more rows of the same tables
const BLOCK = { 1440: 18, 1280: 16, 718: 10, 390: 10 };
const CURE = "\"make shots\" stores what is seen now, to be looked at and committed";

const browser = await chromium.launch({ executablePath,
	args: ["--no-sandbox", "--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb", "--hide-scrollbars"] });
const drawnBy = `${stored}/chromium`; // the version

// ---- views ----

const WAYS = {
	light1440: { width: 1440 }, dark1440: { width: 1440, dark: true },
	light1280: { width: 1280 }, dark1280: { width: 1280, dark: true }, still1280: { width: 1280, still: true },
	light390: { width: 390 }, dark390: { width: 390, dark: true }, still390: { width: 390, still: true },
	// A4 less the margins of most printers
	print: { width: 718, print: true },
};
// the pages and an account in every way; of reports, which are made of the same parts, each in
// one way of its own
const views = Object.keys(WAYS).flatMap((way) =>
	[["page", "page.html", way, ""], ["team", "team.html", way, ""], ["one", "page.html", way, "#c-7_2F0"]]);
readdirSync(directory).filter((f) => /^report-(?!page)/.test(f)).sort().forEach((file, i) => {
	const turn = ["light1280", "dark1440", "light390", "print", "still1280"];
	views.push([file.slice(7, -5), file, turn[i % turn.length], ""]);
});

const open = async (file, hash, way) => {
	const context = await browser.newContext({ viewport: { width: way.width, height: 900 },
		colorScheme: way.dark ? "dark" : "light", javaScriptEnabled: !way.still, reducedMotion: "reduce" });
	const page = await context.newPage();
	page.setDefaultTimeout(60000);
	if (way.print)
		await page.emulateMedia({ media: "print" });
	await page.goto(`file://${directory}/${file}${hash}`);
	if (!way.still)
		await page.waitForFunction(() => document.documentElement.classList.contains("ready"));
	return page;
};

// Charts are drawn when they are seen, and a film may show its first picture or none yet.
const settle = (page) => page.evaluate(async () => {
	for (const video of document.querySelectorAll("video"))
		video.style.visibility = "hidden";
	document.activeElement?.blur();
	const waiting = () => [...document.querySelectorAll(".plot[data-chart]")].some((p) =>
		p.checkVisibility() && p.getBoundingClientRect().top < innerHeight && !p.classList.contains("redrawn"));
	for (let i = 0; i < 100 && typeof echarts !== "undefined" && waiting(); i++)
		await new Promise((done) => setTimeout(done, 20));
	await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
});

const look = async (page, way, planted) => {
	const high = Math.min(HIGHEST, await page.evaluate(() => document.documentElement.scrollHeight));
	await page.setViewportSize({ width: way.width, height: high });
	if (!way.still)
		await settle(page);
	if (planted !== undefined)
		await page.evaluate(planted);
	const png = await page.screenshot({ animations: "disabled" });
	return { png, small: shrink(readPng(png), BLOCK[way.width]) };
};

const seen = async ([, file, name, hash], planted) => {
	const page = await open(file, hash, WAYS[name]);
	try {
		return await look(page, WAYS[name], planted);
	} finally {
		await page.context().close();
	}
};

// ---- comparing ----

let failed = 0;
const tell = (name, trouble) => {
	failed |= trouble !== undefined;
	console.log(trouble === undefined ? `ok looks: ${name}` : `not ok looks: ${name}\n#   ${trouble}`);
};
const tellLook = (name, trouble) => {
	const version = existsSync(drawnBy) ? readFileSync(drawnBy, "utf-8").trim() : undefined;
	if (trouble === undefined || version === undefined || version === browser.version())
		tell(name, trouble);
	else
		console.log(`skip looks: ${name}: Chromium ${version} drew the stored look, ${browser.version()} draws here: ${trouble}`);
};

const compare = (name, { png, small }) => {
	const path = `${stored}/${name}.png`;
	if (!existsSync(path))
		return `${path} is not there: ${CURE}`;
	const old = readPng(readFileSync(path)), { n, first } = differing(old, small);
	if (n <= PATCH)
		return undefined;
	writeFileSync(`${fresh}/${name}.png`, png);
	writeFileSync(`${fresh}/${name}.now.png`, writePng(small));
	writeFileSync(`${fresh}/${name}.stored.png`, writePng(old));
	return `${n} of ${small.width * small.height} blocks differ, the first at ${first} (across, down): ` +
		`compare ${fresh}/${name}.stored.png with ${name}.now.png and ${name}.png; ${CURE}`;
};

rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
if (renew === "renew") {
	rmSync(stored, { recursive: true, force: true });
	mkdirSync(stored, { recursive: true });
	writeFileSync(drawnBy, browser.version() + "\n");
}
const looks = new Map(); // as they are, by name
for (const view of views) {
	const name = `${view[0]}-${view[2]}`;
	try {
		const now = await seen(view);
		looks.set(name, now.small);
		if (renew === "renew")
			writeFileSync(`${stored}/${name}.png`, writePng(now.small));
		tellLook(name, renew === "renew" ? undefined : compare(name, now));
	} catch (error) {
		tell(name, String(error.message).split("\n")[0]);
	}
}
for (const file of readdirSync(stored))
	if (file !== "chromium" && !views.some(([what, , way]) => `${what}-${way}.png` === file))
		tell(file, `${stored}/${file} is of no view: ${CURE}`);

// ---- what must be found, and what must not ----

const plants = [
	["nothing", "page-light1440", () => {}],
	["nothing", "team-dark390", () => {}],
	["a card is away", "page-light1440", () => document.querySelector("#_movers").style.setProperty("visibility", "hidden")],
	["a tile is away", "page-light390", () => document.querySelector("#_headline .tiles div").style.setProperty("display", "none")],
	["a drawn chart is empty", "team-dark1440", () => document.querySelector(".plot.redrawn .live").style.setProperty("visibility", "hidden")],
	["a line is away", "page-print", () => document.querySelector("svg.chart path.l0").remove()],
	["a card of a dark page is light", "page-dark1280", () => document.querySelector("#_bands").style.setProperty("background", "#fff")],
	["text of a dark page is dark", "one-dark390", () => document.documentElement.style.setProperty("--ink", "#1b1d20")],
	["amber is green", "page-light1440", () => document.documentElement.style.setProperty("--amber-f", "#3f9d68")],
	["a text is twice as large", "one-light1280", () => document.querySelector("details.chosen .body h3").style.setProperty("font-size", "200%")],
	["text lies upon text", "one-dark390", () => document.querySelectorAll("details.chosen .body table")[1].style.setProperty("margin-top", "-24px")],
	["a column is away", "page-light1440", () => document.querySelectorAll("#_movers tr>:nth-child(2)").forEach((cell) => cell.remove())],
	["a column is empty", "page-still1280", () => document.querySelectorAll("#_movers tbody tr>:nth-child(2)").forEach((cell) => cell.replaceChildren())],
	["a legend is away", "team-dark390", () => document.querySelector("ul.legend").style.setProperty("visibility", "hidden")],
];
if (renew === "renew")
	plants.length = 0;
for (const [what, name, planted] of plants) {
	try {
		const { n } = differing(looks.get(name), (await seen(views.find(([what, , way]) => `${what}-${way}` === name), planted)).small);
		const found = n > PATCH, wanted = what !== "nothing";
		tell(`${wanted ? "found" : "the same again"}: ${what} (${name}, ${n} blocks)`,
			found === wanted ? undefined : `${n} blocks differ, the limit is ${PATCH}`);
	} catch (error) {
		tell(what, String(error.message).split("\n")[0]);
	}
}

await browser.close();
process.exit(failed);
