// Opens pages in Chromium, from disk and under their own Content-Security-Policy, and does
// with them what people do.  Each check is a line "ok" or "not ok".
//
//   check.mjs MODULES CHROMIUM DIRECTORY
import { createRequire } from "node:module";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";

const [, , modules, executablePath, directory] = process.argv;
const require = createRequire(modules + "/package.json");
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");

let failed = 0;
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] })
	.catch((error) => {
		console.log("not ok browser starts\n#   " + String(error).split("\n").join("\n#   "));
		process.exit(1);
	});

const expect = (fact, what) => {
	if (!fact)
		throw new Error(what);
};
const same = (got, want, what) =>
	expect(JSON.stringify(got) === JSON.stringify(want), `${what}: ${JSON.stringify(got)}, not ${JSON.stringify(want)}`);

// One check in a tab of its own; anything a page complains of fails it.
const check = async (name, file, body, { hash = "", ...options } = {}) => {
	const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
	const page = await context.newPage();
	const complaints = [];
	page.setDefaultTimeout(30000);
	page.on("console", (m) => ["error", "warning"].includes(m.type()) && complaints.push(m.text()));
	page.on("pageerror", (e) => complaints.push(String(e)));
	page.on("request", (r) => !/^(file|data|blob):/.test(r.url()) && complaints.push("asks for " + r.url()));
	try {
		await page.goto(`file://${directory}/${file}${hash}`);
		if (options.javaScriptEnabled !== false && file !== "static.html")
			await page.waitForFunction(() => document.documentElement.classList.contains("ready"));
		await body(page);
		if (options.javaScriptEnabled !== false)
			expect(await page.evaluate(() => globalThis.broken === undefined), "a name was run");
		same(complaints, [], "complaints");
		console.log("ok browser " + name);
	} catch (error) {
		failed = 1;
		console.log(`not ok browser ${name}\n#   ${String(error.message).split("\n").slice(0, 12).join("\n#   ")}`);
	}
	await context.close();
};

const firstCells = (page, table) =>
	page.locator(`${table} tbody tr`).evaluateAll((rows) => rows.map((r) => r.cells[0].textContent));
const numbers = (page, table, column) => page.locator(`${table} tbody tr`)
	.evaluateAll((rows, c) => rows.map((r) => parseFloat((r.cells[c].dataset.v ?? r.cells[c].textContent).replace(/,/g, ""))), column);
const isSorted = (values, down) =>
	values.every((v, i) => i === 0 || (down ? values[i - 1] >= v : values[i - 1] <= v));
const columnOf = (page, table, title) => page.locator(`${table} thead th`)
	.evaluateAll((ths, t) => ths.findIndex((th) => th.textContent === t), title);
const INDEX = "#_accounts table";

for (const file of ["page.html", "script.html"])
	await check(`${file} opens without a complaint`, file, async (page) => {
		same(await page.title(), "Customer success", "title");
		expect(await page.locator(INDEX + " tbody tr").count() === 25, "25 rows of the index");
	});

await check("a heading sorts, and says so", "page.html", async (page) => {
	const c = await columnOf(page, INDEX, "Recurring value");
	const th = page.locator(INDEX + " thead th").nth(c);
	await th.locator("button").click();
	same(await th.getAttribute("aria-sort"), "descending", "aria-sort");
	let got = await numbers(page, INDEX, c);
	// 100 + 7 i, and 1 more from the 30th day on: the last of 160 has 100 + 159 * 7 + 1
	same(got[0], 1214, "largest");
	expect(isSorted(got, true), "descending: " + got);
	await th.locator("button").click();
	same(await th.getAttribute("aria-sort"), "ascending", "aria-sort");
	got = await numbers(page, INDEX, c);
	same(got[0], 101, "smallest");
	expect(isSorted(got, false), "ascending: " + got);
});

await check("headings of one line stand on one line beside the room for the arrow", "page.html", async (page) => {
	const bottoms = await page.locator(INDEX + " thead th:visible").evaluateAll((ths) => ths.map((th) => {
		const text = document.createRange();
		text.selectNodeContents(th.querySelector("button") ?? th);
		return Math.round(Math.max(...[...text.getClientRects()].map((r) => r.bottom)));
	}));
	expect(bottoms.length > 8 && Math.max(...bottoms) - Math.min(...bottoms) <= 1, "bottoms " + bottoms);
}, { viewport: { width: 1000, height: 900 } });

// The same companies with the same columns, once as the script draws them page by page and
// once all of them as the program does.
const shownBy = async (page, table) => {
	const rows = {};
	for (;;) {
		Object.assign(rows, Object.fromEntries(await page.locator(`${table} tbody tr`).evaluateAll((trs) =>
			trs.map((tr) => [tr.cells[0].textContent.trim(), [...tr.cells].slice(1).map((c) => c.textContent.replace(/\s+/g, " ").trim())]))));
		const next = page.locator(".pager button", { hasText: "Next" });
		if (await next.count() === 0 || await next.isDisabled())
			return rows;
		await next.click();
	}
};
await check("the script writes numbers as the program does", "numbers.html", async (page) => {
	// sorted, so that no row is left that the program drew
	await page.locator("#_numbers thead th button").nth(1).click();
	await page.locator("#_numbers thead th button").nth(0).click();
	const script = await shownBy(page, "#_numbers table");
	await page.goto(`file://${directory}/numbers-all.html`);
	await page.waitForFunction(() => document.documentElement.classList.contains("ready"));
	const program = await shownBy(page, "main table");
	same(Object.keys(program).length, 180, "companies");
	same(Object.keys(script).length, 180, "companies of the script");
	for (const [name, cells] of Object.entries(program))
		same(script[name], cells, name);
});

await check("searching finds by name, owner and plan", "page.html", async (page) => {
	const search = page.locator("#_accounts input[type=search]");
	await search.fill("company 02"); // 020 to 029, and 102
	same((await firstCells(page, INDEX)).sort(), [..."0123456789"].map((d) => "Company 02" + d).concat("Company 102"), "found");
	await search.fill("company 015 team");
	same(await firstCells(page, INDEX), ["Company 015"], "found by name and plan");
	await search.fill("nobody at all");
	same(await firstCells(page, INDEX), [], "found nothing");
	expect((await page.locator("#_accounts [role=status]").textContent()).startsWith("None found"), "says so");
});

await check("choosing by a column, and the next page", "page.html", async (page) => {
	await page.locator("#_accounts select[aria-label=Plan]").selectOption("=Enterprise");
	// of 160 every third from the third
	expect((await page.locator("#_accounts [role=status]").textContent()).startsWith("1\u201325 of 53 (160 in all)"), "53 enterprises");
	await page.locator("#_accounts .pager button", { hasText: "Next" }).click();
	await page.locator("#_accounts .pager button", { hasText: "Next" }).click();
	same((await firstCells(page, INDEX)).length, 3, "rows of the last page");
	expect(await page.locator("#_accounts .pager button", { hasText: "Next" }).isDisabled(), "no page after the last");
});

// Health of the i-th company on the last of 45 days, see data.py.
const healthOf = (i) => (i * 37 + 44) % 101 / 10;
const reds = [...Array(160).keys()].filter((i) => healthOf(i) < 4).length;
for (const [what, where] of [["a headline number", "#_headline dt button"], ["a bar of health", "#_bands .legend button"]])
	await check(`${what} leads to the accounts it counts`, "page.html", async (page) => {
		await page.locator(where, { hasText: "red" }).click();
		expect((await page.locator("#_accounts [role=status]").textContent()).startsWith(`1\u201325 of ${reds} (160 in all)`), "as many as are red");
		same(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Health", "focus");
		await page.locator("#_headline dt button", { hasText: "Companies" }).click();
		expect((await page.locator("#_accounts [role=status]").textContent()).startsWith("1\u201325 of 160"), "all again");
	});

await check("a table is saved as CSV, as it was searched and with all columns", "page.html", async (page) => {
	const saved = async () => {
		const [download] = await Promise.all([page.waitForEvent("download"), page.locator("#_accounts .csv").click()]);
		same(download.suggestedFilename(), "accounts.csv", "name");
		return readFileSync(await download.path(), "utf-8").split("\r\n");
	};
	const all = await saved();
	same(all.length, 1 + 160 + 1, "lines");
	expect(all[0].startsWith("Company,Health,Change,Units,") && all[0].includes(",Events,"), "header " + all[0]);
	same(all.filter((line) => line.startsWith("=")).length, 0, "formulas");
	expect(all.some((line) => line.startsWith("'=HYPERLINK(1),")), "the name that looks like one");
	await page.locator("#_accounts input[type=search]").fill("company 159");
	const one = await saved();
	same(one.length, 3, "lines");
	// 159 * 37 + 44 = 5927, 5927 mod 101 = 69
	expect(one[1].startsWith("Company 159,6.9,") && one[1].includes(",1214,"), "row " + one[1]);
});

await check("columns are chosen", "page.html", async (page) => {
	const shown = () => page.locator(INDEX + " thead th:visible").allTextContents();
	expect(!(await shown()).includes("Events"), "a spare column is not shown");
	await page.locator("#_accounts .chooser summary").click();
	await page.locator("#_accounts .chooser label", { hasText: "Events" }).click();
	await page.locator("#_accounts .chooser label", { hasText: "Plan" }).click();
	const now = await shown();
	expect(now.includes("Events") && !now.includes("Plan"), "columns " + now);
	await page.locator("#_accounts .pager button", { hasText: "Next" }).click();
	const cells = await page.locator(INDEX + " tbody tr").first().locator("th:visible, td:visible").count();
	same(cells, now.length, "cells of the next page");
});

await check("an account opens from the index, and back again", "page.html", async (page) => {
	const link = page.locator(INDEX + " tbody th a").first();
	const name = await link.textContent();
	await link.click();
	await page.waitForFunction(() => document.documentElement.classList.contains("one"));
	same(await page.locator("details.account:visible").count(), 1, "accounts shown");
	expect(await page.locator("details.account:visible").getAttribute("open") !== null, "it is open");
	same(await page.locator("details.account:visible summary b").textContent(), name, "name");
	same(await page.evaluate(() => document.activeElement.tagName), "SUMMARY", "focus");
	expect(!await page.locator("#_movers").isVisible(), "the overview is away");
	await page.goBack();
	await page.waitForFunction(() => !document.documentElement.classList.contains("one"));
	expect(await page.locator("#_movers").isVisible(), "the overview is back");
	same(await page.evaluate(() => document.activeElement.textContent), name, "focus is back");
	await page.goForward();
	await page.waitForFunction(() => document.documentElement.classList.contains("one"));
});

await check("an account without a section shows what the index knows", "page.html", async (page) => {
	await page.locator("#_accounts input[type=search]").fill("company 159");
	const link = page.locator(INDEX + " tbody th a").first();
	await link.click();
	const account = page.locator("details.account:visible");
	same(await account.locator("summary b").textContent(), "Company 159", "name");
	expect((await account.textContent()).includes("1,214"), "its recurring value");
});

await check("an account that is not drawn is made when it is chosen", "held.html", async (page) => {
	expect(await page.locator("details.account").count() < 160, "not all are drawn");
	await page.locator("#_accounts input[type=search]").fill("company 159");
	await page.locator(INDEX + " tbody th a").first().click();
	const account = page.locator("details.account:visible");
	same(await account.locator("summary b").textContent(), "Company 159", "name");
	same(await account.locator("caption", { hasText: "The last 90 days" }).count(), 1, "its time");
	await page.goBack();
	same(await page.locator("details.account.chosen:visible").count(), 0, "chosen accounts after going back");
});

await check("an account opens by the address alone", "page.html", async (page) => {
	same(await page.locator("details.account:visible").count(), 1, "accounts shown");
}, { hash: "#c-27_2F6" });

await check("accounts open from other tables of a page", "team.html", async (page) => {
	await page.locator("#_8 tbody th a").first().click();
	same(await page.locator("details.account:visible").count(), 1, "accounts shown");
});

for (const file of ["page.html", "script.html"])
	await check(`${file}: a chart tells what is under the pointer`, file, async (page) => {
		const plot = page.locator("#_value .plot");
		await plot.scrollIntoViewIfNeeded();
		await page.waitForTimeout(300);
		for (let i = 0; i < 30 && await page.locator("#_value .tip:not([hidden])").count() === 0; i++) {
			const box = await plot.boundingBox(); // charts above may still be growing
			await page.mouse.move(box.x + box.width - 60 - i, box.y + 60);
			await page.waitForTimeout(100);
		}
		const text = await page.locator("#_value .tip").innerText();
		expect(/2026-11-\d\d/.test(text) && /\d,\d{3}/.test(text), "tip: " + text);
	});

for (const file of ["page.html", "script.html"])
	await check(`${file}: a chart is read with the arrow keys`, file, async (page) => {
		const plot = page.locator("#_value .plot");
		await plot.scrollIntoViewIfNeeded();
		await page.waitForTimeout(300);
		await plot.focus();
		await page.keyboard.press("End");
		// the sum of 101 + 7 i over i from 0 to 159
		same(await plot.locator("[role=status]").textContent(), "2026-11-20: 105,200", "said");
		await page.keyboard.press("ArrowLeft");
		same(await plot.locator("[role=status]").textContent(), "2026-11-19: 105,200", "said");
		await page.keyboard.press("Escape");
	});

for (const javaScriptEnabled of [true, false])
	await check(`radar, bars of several metrics and a video are there ${javaScriptEnabled ? "with" : "without"} a script`, "team.html", async (page) => {
		const section = (title) => page.locator("section.box", { has: page.locator("h2", { hasText: new RegExp(`^${title}$`) }) });
		const bars = section("bars"), radar = section("radar");
		same(await bars.locator("svg.chart rect").count(), 9, "bars of three plans and three metrics");
		same(await bars.locator(".legend li").allTextContents(), ["Events <b>", "Value", "Health"], "what a bar is");
		same(await radar.locator(".legend li").allTextContents(), ["Enterprise", "Starter", "Team"], "lines");
		same(await radar.locator("svg.chart text.name").allTextContents(), ["Events </script>", "Value", "Health"], "axes");
		for (const chart of [bars, radar]) {
			expect(await chart.locator("svg.chart").isVisible(), "a drawing");
			// every number of it is in the table behind
			await chart.locator("summary").click();
			same(await chart.locator("details table tbody tr:visible").count(), 3, "rows of numbers");
		}
		const film = page.locator("#_film video");
		await film.scrollIntoViewIfNeeded();
		same(await film.getAttribute("aria-label"), "The \"tour\" <b>", "what it shows");
		await page.waitForFunction(() => document.querySelector("#_film video").readyState > 0);
		same(await film.evaluate((v) => [v.videoWidth, v.videoHeight, v.error, v.paused]), [1, 1, null, true], "size, error, paused");
		same(await section("Health by plan").locator("h3").count(), 0, "headings of the only part");
	}, { javaScriptEnabled });

await check("dots are read with the arrow keys, and open an account", "team.html", async (page) => {
	const plot = page.locator("#_scatter .plot[data-chart=dots]");
	await plot.scrollIntoViewIfNeeded();
	await page.waitForTimeout(300);
	await plot.focus();
	await page.keyboard.press("Home");
	// the first company: 100 + 1, and (0 * 37 + 44) % 101 / 10
	const said = await plot.locator("[role=status]").textContent();
	expect(/: revenue.mrr 101, system.health 4.4/.test(said), "said " + said);
	await page.waitForFunction(() => document.querySelector("#_scatter .tip") !== null);
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.documentElement.classList.contains("one"));
	same(await page.locator("details.account:visible").count(), 1, "accounts shown");
});

await check("the bubble room tells its colours in a legend", "page.html", async (page) => {
	const plot = page.locator(".plot[data-empty=zero]").first();
	await plot.scrollIntoViewIfNeeded();
	await page.waitForFunction(() => document.querySelector(".plot[data-empty=zero].redrawn") !== null);
	const told = await plot.locator(".legend li").allTextContents();
	// as in the drawing that is always there: "G green"
	const drawn = (await plot.locator("svg.chart text.tick").allTextContents()).filter((t) => /^[GAR] /.test(t));
	expect(drawn.length > 0, "no state in the drawing");
	same(told.filter((t) => /^[GAR] /.test(t)).sort(), drawn.sort(), "legend");
});

// Where the library writes and draws circles, as a canvas is told; all of it anew after it was
// cleared.  Boxes are those of the letters, in pixels of the page.
const watchCanvas = () => {
	const seen = new Map(), canvas = CanvasRenderingContext2D.prototype;
	const told = (ctx) => seen.get(ctx) ?? seen.set(ctx, { names: [], dots: [] }).get(ctx);
	const { fillText, arc, clearRect } = canvas;
	const place = (ctx, x, y) => {
		const m = ctx.getTransform(), scale = ctx.canvas.clientWidth / ctx.canvas.width;
		return [(m.a * x + m.c * y + m.e) * scale, (m.b * x + m.d * y + m.f) * scale, m.a * scale];
	};
	canvas.clearRect = function (...box) {
		seen.delete(this);
		return clearRect.apply(this, box);
	};
	canvas.fillText = function (text, x, y, ...more) {
		const size = this.measureText(text), [left, middle, scale] = place(this, x - size.actualBoundingBoxLeft, y);
		told(this).names.push({ text, left, right: left + (size.actualBoundingBoxLeft + size.actualBoundingBoxRight) * scale,
			top: middle - size.actualBoundingBoxAscent * scale, bottom: middle + size.actualBoundingBoxDescent * scale });
		return fillText.call(this, text, x, y, ...more);
	};
	canvas.arc = function (x, y, r, ...more) {
		const [left, top, scale] = place(this, x, y);
		told(this).dots.push({ x: left, y: top, r: r * scale });
		return arc.call(this, x, y, r, ...more);
	};
	globalThis.drawnOn = (element) => seen.get(element.querySelector("canvas").getContext("2d"));
};
for (const colorScheme of ["light", "dark"])
	for (const viewport of [{ width: 1440, height: 900 }, { width: 1280, height: 900 }, { width: 390, height: 844 }])
		await check(`no name of the bubble room covers a dot, ${colorScheme}, ${viewport.width} pixels`, "held.html", async (page) => {
			await page.addInitScript(watchCanvas);
			await page.goto(`file://${directory}/page.html`);
			const plot = page.locator(".plot[data-empty=zero]").first();
			await plot.scrollIntoViewIfNeeded();
			await page.waitForFunction(() => document.querySelector(".plot[data-empty=zero].redrawn") !== null);
			await page.waitForTimeout(300); // the size it is watched for has been told
			const { names, dots } = await plot.locator(".live").evaluate((live) => globalThis.drawnOn(live));
			same(dots.length, 160, "dots");
			const far = names.filter((n) => /^[A-Z].{4,}/.test(n.text) && !/^(Health|Recurring)/.test(n.text));
			expect(far.length > 0, "no name is written");
			same(far.flatMap((n) => dots.filter((d) => Math.hypot(d.x - Math.min(Math.max(d.x, n.left), n.right),
				d.y - Math.min(Math.max(d.y, n.top), n.bottom)) < d.r - 1).map((d) => [n.text, d])).slice(0, 3), [], "names on dots");
		}, { colorScheme, viewport });

await check("a click on a dot opens its account", "team.html", async (page) => {
	const plot = page.locator("#_scatter .plot[data-chart=dots]");
	await plot.scrollIntoViewIfNeeded();
	await page.waitForTimeout(300);
	await plot.focus();
	await page.keyboard.press("Home");
	await page.waitForFunction(() => document.querySelector("#_scatter .tip") !== null);
	const box = await plot.locator(".live").boundingBox();
	// wherever there is a dot, a little to the left of the middle
	for (let x = box.x + 60; x < box.x + box.width - 30; x += 6) {
		await page.mouse.click(x, box.y + box.height / 2);
		if (await page.evaluate(() => document.documentElement.classList.contains("one")))
			return;
	}
	throw new Error("no dot was hit");
});

await check("all of it works by keyboard alone", "page.html", async (page) => {
	const reach = async (wanted) => {
		for (let i = 0; i < 400; i++) {
			await page.keyboard.press("Tab");
			if (await page.evaluate((q) => document.activeElement.matches(q), wanted))
				return;
		}
		throw new Error("Tab does not lead to " + wanted);
	};
	await reach("#_accounts input[type=search]");
	const ring = await page.evaluate(() => parseFloat(getComputedStyle(document.activeElement).outlineWidth));
	expect(ring > 0 && ring <= 2, "a ring of " + ring + " pixels");
	await page.keyboard.type("company 1");
	await reach("#_accounts thead button");
	await page.keyboard.press("Enter");
	same(await page.locator(INDEX + " th[aria-sort]").count(), 1, "sorted");
	await reach(INDEX + " tbody th a");
	await page.keyboard.press("Enter");
	// the address changes first, and the account is shown when the page has been told
	await page.locator("details.account:visible").first().waitFor();
	same(await page.locator("details.account:visible").count(), 1, "account");
	await page.goBack();
	await page.waitForFunction(() => !document.documentElement.classList.contains("one"));
});

for (const file of ["page.html", "static.html"])
	await check(`${file} without JavaScript has tables, charts and headline numbers`, file, async (page) => {
		expect(await page.locator("#_headline .big").count() >= 5, "headline numbers");
		expect(await page.locator("svg.chart:visible").count() >= 2, "charts");
		expect(await page.locator(INDEX + " tbody tr:visible").count() >= 25, "rows");
		expect(await page.locator("details.account:visible").count() === 25, "accounts");
		expect((await page.locator("#_accounts").innerText()).includes("The first 25 of 160 rows."), "what is left out is told");
		await page.locator("details.account summary").first().click();
		expect(await page.locator("details.account .body:visible").count() === 1, "an account opens");
	}, { javaScriptEnabled: false });

await check("a name that tries to run is text", "page.html", async (page) => {
	for (const name of ["</script><img", "\"><svg onload", "{{7*7}}"]) {
		await page.locator("#_accounts input[type=search]").fill(name);
		const found = await firstCells(page, INDEX);
		expect(found.length === 1 && found[0].includes(name), "found " + found);
		await page.locator(INDEX + " tbody th a").click();
		expect((await page.locator("details.account:visible summary b").textContent()).includes(name), name);
		await page.goBack();
		await page.waitForFunction(() => !document.documentElement.classList.contains("one"));
	}
	same(await page.locator("img, script[src], iframe, object").count(), 0, "foreign elements");
});

// ---- every page and report, in every way people see it ----

const axeClean = async (page) => {
	await page.evaluate(axe);
	const { violations } = await page.evaluate(() => axe.run(document));
	same(violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].html.slice(0, 160)} ${v.nodes[0].any[0]?.message ?? ""}`), [], "violations");
};

// What is wider than the screen or cut without a sign that there is more: a shadow at the
// edge, reached by keyboard.
const fits = async (page) => {
	const { wide, sideways, silent } = await page.evaluate(() => {
		const some = (selector, is) => [...document.querySelectorAll(selector)].filter(is).slice(0, 3).map((e) => e.outerHTML.slice(0, 120));
		return { sideways: document.documentElement.scrollWidth > innerWidth,
			wide: some("body *", (e) => e.getBoundingClientRect().right > innerWidth + 1 && e.closest(".scroll, .sr, caption, svg, .live") === null),
			silent: some(".scroll", (e) => e.scrollWidth > e.clientWidth + 1 && (e.tabIndex !== 0 ||
				!/(linear-gradient.*){4}/.test(getComputedStyle(e).backgroundImage))) };
	});
	same(wide, [], "wider than the screen");
	same(silent, [], "cut without a sign");
	expect(!sideways, "scrolls sideways");
};

// Numbers of an axis are told apart, and no name covers the dot of another.
const drawings = async (page) => {
	const { twice, covered } = await page.evaluate(() => {
		const twice = [], covered = [];
		for (const svg of document.querySelectorAll("svg.chart")) {
			const axes = new Map();
			for (const t of svg.querySelectorAll("text.tick[text-anchor=end]")) {
				const seen = axes.get(t.getAttribute("x")) ?? new Set();
				if (seen.has(t.textContent) && /^-?[\d.]+[kMGT]?$/.test(t.textContent))
					twice.push(t.textContent);
				axes.set(t.getAttribute("x"), seen.add(t.textContent));
			}
			const dots = [...svg.querySelectorAll("circle.b")].map((c) => [c, c.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
			for (const t of svg.querySelectorAll("text.far")) {
				const name = t.getBoundingClientRect();
				for (const [c, box] of dots) {
					// the place of the text nearest to the middle of the dot is inside it
					const r = box.width / 2, x = box.left + r, y = box.top + r;
					const dx = x - Math.min(Math.max(x, name.left), name.right), dy = y - Math.min(Math.max(y, name.top), name.bottom);
					if (name.width > 0 && Math.hypot(dx, dy) < r - 1)
						covered.push(`${t.textContent} on ${c.textContent || c.outerHTML}`);
				}
			}
		}
		return { twice, covered: covered.slice(0, 3) };
	});
	same(twice, [], "numbers that are twice on an axis");
	same(covered, [], "names on dots");
};

const all = readdirSync(directory).filter((f) => f.endsWith(".html")).sort();
const SIZES = [{ width: 1440, height: 900 }, { width: 1280, height: 900 }, { width: 390, height: 844 }];
for (const file of all) {
	for (const colorScheme of ["light", "dark"])
		await check(`${file}, ${colorScheme}: fits 1440, 1280 and 390 pixels, and no axe-core violation`, file, async (page) => {
			for (const viewport of SIZES) {
				await page.setViewportSize(viewport);
				await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
				await page.waitForTimeout(150);
				await fits(page);
				await drawings(page);
				if (viewport.width === (colorScheme === "light" ? 390 : 1280) || (viewport.width === 1280 && /^(page|team)/.test(file)))
					await axeClean(page);
			}
		}, { colorScheme });
	await check(`${file} without JavaScript: fits 1280 and 390 pixels, with a drawing for each chart`, file, async (page) => {
		for (const viewport of SIZES.slice(1)) {
			await page.setViewportSize(viewport);
			await fits(page);
			await drawings(page);
			same(await page.locator(".plot").evaluateAll((all) => all.filter((p) => p.checkVisibility() &&
				p.querySelector("svg, table") === null).map((p) => p.outerHTML.slice(0, 120))), [], "charts without a drawing");
		}
	}, { javaScriptEnabled: false });
	// A4 less the margins of most printers, in CSS pixels
	await check(`${file}, print: fits, with headings`, file, async (page) => {
		await page.emulateMedia({ media: "print" });
		const wide = await page.locator(".scroll").evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1)
			.map((e) => `${e.getAttribute("aria-label")}: ${e.scrollWidth} in ${e.clientWidth}`));
		expect(wide.length === 0 || /^numbers/.test(file), "wider than the paper: " + wide); // but numbers made to be wide
		// their letters, also of those that the script made buttons of
		same(await page.locator("h1, section h2, section h3, section thead th").evaluateAll((all) => all.filter((e) => {
			const letters = document.createRange();
			letters.selectNodeContents(e);
			return e.textContent.trim() !== "" && e.checkVisibility() && letters.getBoundingClientRect().height === 0;
		}).map((e) => e.textContent)), [], "headings that are not on paper");
		same(await page.locator("input:visible, select:visible, .tools:visible, .pager:visible").count(), 0, "what only a screen can use");
		await drawings(page);
	}, { viewport: { width: 718, height: 1000 } });
}

await check("an account has no axe-core violation", "page.html", async (page) => {
	await page.locator(INDEX + " tbody th a").first().click();
	await axeClean(page);
});

await check("the page prints", "page.html", async (page) => {
	const pdf = await page.pdf({ format: "A4" });
	writeFileSync(`${directory}/page.pdf`, pdf);
	expect(pdf.length > 20000, "a PDF of " + pdf.length + " bytes");
	await page.emulateMedia({ media: "print" });
	expect(!await page.locator("#_accounts .tools").isVisible(), "no search box on paper");
	expect(await page.locator("#_value svg.chart").isVisible(), "the drawing is on paper");
	expect(await page.locator("#_accounts thead th:visible").count() > 8, "headings of the index");
});

await browser.close();
process.exit(failed);
