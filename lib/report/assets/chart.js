// Charts: what lies under the pointer, or under the arrow keys, is told in a box beside
// it.  With the chart library in the page, lines and bars are drawn again by it, over the
// drawing that is already there, from the numbers in the table behind the chart.

const COLORS = ["--accent", "--l1", "--l2", "--l3", "--l4", "--l5"];
const DASHES = ["solid", [6, 3], [2, 3], [9, 3, 2, 3], [12, 4], [1, 4]];

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

// The numbers behind a chart: a label a row, a series a column.
const readChart = (plot) => {
	const table = plot.parentElement.querySelector("details.numbers table");
	if (table === null || table.tHead === null)
		return null;
	const rows = [...table.tBodies[0].rows];
	const heads = [...table.tHead.rows[0].cells];
	const series = heads.slice(1, 1 + Number(plot.dataset.columns)).map((th, i) => ({
		name: th.textContent,
		shown: rows.map((tr) => tr.cells[i + 1].textContent.trim()),
		values: rows.map((tr) => readCell(tr.cells[i + 1], "n")),
	}));
	return {kind: plot.dataset.chart, title: table.caption.textContent,
		labels: rows.map((tr) => tr.cells[0].textContent.trim()), series};
};

// What is said of one place of a chart.
const tipNodes = (chart, i) => [make("b", {}, chart.labels[i]),
	...chart.series.map((s, k) => make("span", {},
		chart.series.length > 1 ? make("i", {class: "key k" + k % 6}) : null,
		chart.series.length > 1 ? s.name + " " : "", make("span", {class: "value"}, s.shown[i])))];

const tipText = (chart, i) => chart.labels[i] + ": " +
	chart.series.map((s) => (chart.series.length > 1 ? s.name + " " : "") + s.shown[i]).join(", ");

// Left and right move along the chart; show(i) marks a place, hide() unmarks it.
const addKeys = (plot, chart, show, hide) => {
	const said = make("span", {class: "sr", role: "status"});
	const steps = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10,
		Home: -Infinity, End: Infinity};
	let at = chart.labels.length;
	plot.append(said);
	plot.tabIndex = 0;
	plot.setAttribute("role", "group");
	plot.setAttribute("aria-label", chart.title + ": arrow keys read the values");
	plot.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			hide();
		if (steps[event.key] === undefined)
			return;
		event.preventDefault();
		at = Math.min(Math.max(at + steps[event.key], 0), chart.labels.length - 1);
		said.textContent = tipText(chart, at);
		show(at);
	});
	plot.addEventListener("blur", hide);
};

// ---- the drawing that is always there ----

const watchDrawing = (plot, chart) => {
	const svg = plot.querySelector("svg.chart");
	const grid = svg.querySelector(".grid").getAttribute("d").match(/^M([\d.]+) [\d.]+h([\d.]+)$/);
	const left = Number(grid[1]), width = Number(grid[2]), n = chart.labels.length;
	const bottom = Math.max(...[...svg.querySelectorAll(".grid")]
		.map((g) => Number(g.getAttribute("d").split(" ")[1].split("h")[0])));
	const inset = chart.kind !== "line";
	const place = (i) => left + width * (inset ? (i + 0.5) / n : n < 2 ? 0.5 : i / (n - 1));
	const guide = drawn("path", {class: "guide", d: ""});
	const tip = make("div", {class: "tip"});
	svg.append(guide);
	plot.append(tip);
	tip.hidden = true;
	const show = (i) => {
		const scale = svg.clientWidth / svg.viewBox.baseVal.width, x = place(i);
		guide.setAttribute("d", "M" + x.toFixed(1) + " 12V" + bottom);
		tip.replaceChildren(...tipNodes(chart, i));
		tip.hidden = false;
		const room = plot.clientWidth - tip.offsetWidth;
		tip.style.left = Math.max(0, Math.min(x * scale + 12, room)) + "px";
		if (x * scale + 12 > room)
			tip.style.left = Math.max(0, x * scale - 12 - tip.offsetWidth) + "px";
	};
	const hide = () => {
		guide.setAttribute("d", "");
		tip.hidden = true;
	};
	svg.addEventListener("pointermove", (event) => {
		const box = svg.getBoundingClientRect();
		const x = (event.clientX - box.left) / box.width * svg.viewBox.baseVal.width;
		const part = (x - left) / width;
		const i = inset ? Math.floor(part * n) : Math.round(part * (n - 1));
		if (part < -0.05 || part > 1.05)
			hide();
		else
			show(Math.min(Math.max(i, 0), n - 1));
	});
	svg.addEventListener("pointerleave", hide);
	addKeys(plot, chart, show, hide);
};

// ---- with the library ----

const shortNumber = (value) => {
	const size = Math.abs(value);
	for (const [one, letter] of [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"]])
		if (size >= one)
			return String(Math.round(value / one * 10) / 10) + letter;
	return String(Math.round(value * 100) / 100);
};

const chartOption = (chart) => {
	const ink = style("--ink"), soft = style("--soft"), rule = style("--rule");
	const line = chart.kind === "line", many = chart.labels.length > 60;
	const font = {color: soft, fontFamily: getComputedStyle(document.body).fontFamily};
	return {
		animation: false,
		textStyle: font,
		color: COLORS.map(style),
		aria: {enabled: true, label: {description: chart.description}},
		grid: {left: 8, right: 12, top: 14, bottom: (many ? 42 : 4) + (chart.series.length > 1 ? 26 : 0),
			containLabel: true},
		legend: chart.series.length > 1 ? {bottom: many ? 36 : 0, textStyle: font,
			inactiveColor: rule, icon: line ? undefined : "rect"} : undefined,
		tooltip: {trigger: "axis", confine: true, backgroundColor: "transparent", borderWidth: 0,
			padding: 0, extraCssText: "box-shadow:none", transitionDuration: 0,
			axisPointer: {type: line ? "line" : "shadow", lineStyle: {color: soft}},
			formatter: (at) => make("div", {class: "tip in"}, ...tipNodes(chart, at[0].dataIndex))},
		dataZoom: many ? [{type: "inside", zoomOnMouseWheel: "ctrl"},
			{type: "slider", height: 20, bottom: 4, borderColor: rule, brushSelect: false,
				textStyle: font}] : undefined,
		xAxis: {type: "category", data: chart.labels, boundaryGap: !line, axisTick: {show: false},
			axisLine: {lineStyle: {color: rule}}, axisLabel: {...font, hideOverlap: true}},
		yAxis: {type: "value", axisLabel: {...font, formatter: shortNumber},
			splitNumber: 4, splitLine: {lineStyle: {color: rule}}},
		series: chart.series.map((s, k) => line
			? {type: "line", name: s.name, data: s.values, symbol: "circle", showSymbol: false,
				symbolSize: 6, lineStyle: {width: 2, type: DASHES[k % 6]}, emphasis: {disabled: true}}
			: {type: "bar", name: s.name, data: s.values, stack: chart.kind === "stacked" ? "all" : null,
				barMaxWidth: 48, itemStyle: {borderRadius: chart.kind === "stacked" ? 0 : 1},
				emphasis: {itemStyle: {color: ink}}}),
	};
};

const drawChart = (plot, chart) => {
	const svg = plot.querySelector("svg.chart");
	const live = make("div", {class: "live"});
	chart.description = [...svg.querySelectorAll("title,desc")].map((e) => e.textContent).join(". ");
	live.style.height = Math.max(svg.clientHeight, 190) + (chart.series.length > 1 ? 26 : 0) +
		(chart.labels.length > 60 ? 42 : 0) + "px";
	svg.after(live);
	plot.classList.add("redrawn");
	const drawing = echarts.init(live);
	drawing.setOption(chartOption(chart));
	new ResizeObserver(() => drawing.resize()).observe(live);
	matchMedia("(prefers-color-scheme:dark)").addEventListener("change",
		() => drawing.setOption(chartOption(chart)));
	addKeys(plot, chart,
		(i) => drawing.dispatchAction({type: "showTip", seriesIndex: 0, dataIndex: i}),
		() => drawing.dispatchAction({type: "hideTip"}));
};

const startCharts = () => {
	const redraws = typeof echarts !== "undefined";
	const waiting = new Map();
	const seen = new IntersectionObserver((entries) => {
		for (const {isIntersecting, target} of entries)
			if (isIntersecting && waiting.has(target)) {
				drawChart(target, waiting.get(target));
				waiting.delete(target);
				seen.unobserve(target);
			}
	}, {rootMargin: "200px"});
	for (const plot of document.querySelectorAll(".plot[data-chart]")) {
		const chart = readChart(plot);
		if (chart === null || chart.labels.length === 0)
			continue;
		if (!redraws) {
			watchDrawing(plot, chart);
			continue;
		}
		waiting.set(plot, chart);
		seen.observe(plot);
	}
};
