// How large pages are, and how fast Chromium draws, sorts and filters them.  Of five
// times the middle one.
//
//   page.mjs MODULES CHROMIUM FILE...
import { createRequire } from "node:module";
import { statSync } from "node:fs";
import { basename } from "node:path";

const [, , modules, executablePath, ...files] = process.argv;
const { chromium } = createRequire(modules + "/package.json")("playwright-core");
const RUNS = 5;
const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });

const painted = async (file) => {
	const page = await browser.newPage();
	await page.goto("file://" + file);
	const at = await page.evaluate(() => new Promise((done) => {
		const wait = () => {
			const scripts = document.querySelector("body > script") !== null;
			if (scripts && !document.documentElement.classList.contains("ready"))
				return void setTimeout(wait, 5);
			requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
		};
		wait();
	}));
	await page.close();
	return at;
};

// From the event to the frame after it is drawn.
const acts = async (file) => {
	const page = await browser.newPage();
	await page.goto("file://" + file);
	await page.waitForFunction(() => document.documentElement.classList.contains("ready"));
	const times = await page.evaluate(async () => {
		const table = [...document.querySelectorAll("section table[data-t]")]
			.find((t) => t.closest("details") === null);
		const drawn = () => new Promise((done) =>
			requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0)));
		const timed = async (act) => {
			await drawn();
			const start = performance.now();
			act();
			return await drawn() - start;
		};
		const search = table.closest("section").querySelector("input[type=search]");
		const type = (text) => () => {
			search.value = text;
			search.dispatchEvent(new Event("input"));
		};
		const result = { sort: [], filter: [] };
		const buttons = [...table.querySelectorAll("thead button")];
		for (let i = 0; i < 6; i++)
			result.sort.push(await timed(() => buttons[i % buttons.length].click()));
		for (const text of ["e", "em", "emb", "ember", "", "owner 3"])
			result.filter.push(await timed(type(text)));
		return result;
	});
	await page.close();
	return { sort: Math.max(...times.sort), filter: Math.max(...times.filter) };
};

for (const file of files) {
	const times = [];
	for (let i = 0; i < RUNS; i++)
		times.push(await painted(file));
	let line = `${basename(file).padEnd(16)} ${(statSync(file).size / 1e6).toFixed(2)} MB, painted in ${middle(times).toFixed(0)} ms`;
	if (!file.includes("static")) {
		const runs = [];
		for (let i = 0; i < RUNS; i++)
			runs.push(await acts(file));
		line += `, slowest sort ${middle(runs.map((r) => r.sort)).toFixed(0)} ms, slowest filter ${middle(runs.map((r) => r.filter)).toFixed(0)} ms`;
	}
	console.log(line);
}
await browser.close();
