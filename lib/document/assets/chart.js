// Charts: what lies under the pointer, or under the arrow keys, is told in a box beside
// it.  With the chart library in the page, lines and bars are drawn again by it, over the
// drawing that is already there, from the numbers in the table behind the chart.

const COLORS = ["--accent", "--l1", "--l2", "--l3", "--l4", "--l5"];
const DASHES = ["solid", [6, 3], [2, 3], [9, 3, 2, 3], [12, 4], [1, 4]];

// Those of states: the classes of the drawing that is always there.
const FILLS = {"s-green": "--green-f", "s-amber": "--amber-f", "s-red": "--red-f", "s-none": "--grey-f"};

const style = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const numbersOf = (plot, data) => {
	const table = plot.parentElement.querySelector("details.numbers table");
	if (table === null || table.tHead === null)
		return null;
	const stored = data === null ? undefined : data.tables[table.dataset.t];
	return {title: table.caption.textContent, heads: [...table.tHead.rows[0].cells].map((th) => th.textContent),
		source: stored === undefined ? documentRows(table) : dataRows(stored, data)};
};

const tipRow = (key, name, value) => make("span", {},
	key === null ? null : make("i", {class: "key k" + key}), name, make("span", {class: "value"}, value));

// The numbers behind a chart along an axis: a label a row, a series a column; and what is
// said of one of its places.
const readChart = (plot, data) => {
	const numbers = numbersOf(plot, data);
	if (numbers === null)
		return null;
	const {title, heads, source} = numbers;
	const every = [...Array(source.n).keys()], columns = Number(plot.dataset.columns);
	const fills = plot.dataset.fills === undefined ? undefined : plot.dataset.fills.split(" ");
	const series = heads.slice(1, 1 + columns).map((name, k) => ({name,
		shown: every.map((i) => source.shown(i, k + 1)),
		values: every.map((i) => source.key(i, k + 1))}));
	const labels = every.map((i) => source.shown(i, 0)), many = series.length > 1;
	return {kind: plot.dataset.chart, title, labels, named: plot.dataset.named !== undefined, series, n: source.n, fills,
		nodes: (i) => [make("b", {}, labels[i]), ...series.map((s, k) =>
			tipRow(many ? fills?.[k] ?? k % 6 : null, many ? s.name + " " : "", s.shown[i]))],
		text: (i) => labels[i] + ": " +
			series.map((s) => (many ? s.name + " " : "") + s.shown[i]).join(", ")};
};

// Colour, letter and word of each dot, as in the drawing that is always there: those of a
// state, or of one of the first five texts, counted from the last row.
const LETTERS = {on: "+", off: "-", unknown: "?", na: "x"};
const readClasses = (source, colour, rows) => {
	const words = [], states = new Map();
	const classes = [...rows].reverse().map((i) => {
		const state = colour < 0 ? undefined : source.state(i, colour);
		const text = colour < 0 || source.key(i, colour) === null ? null : source.shown(i, colour);
		if (state !== undefined) {
			const word = text.replace(/^[^\p{L}]+/u, "");
			states.set(state, {fill: "s-" + state, state, word,
				letter: LETTERS[state] ?? word[0].toUpperCase()});
			return states.get(state);
		}
		if (text !== null && !words.includes(text) && words.length < 5)
			words.push(text);
		const k = text === null ? -1 : words.indexOf(text);
		return k < 0 ? undefined : {fill: "d" + k, text: k, word: text, letter: String(k + 1)};
	}).reverse();
	const rest = colour >= 0 && classes.includes(undefined)
		? [{fill: "s-none", letter: "", word: "other, or no data"}] : [];
	return {classes, legend: [...states.values(), ...words.map((word, k) =>
		({fill: "d" + k, letter: String(k + 1), word})), ...rest]};
};

// The same of dots; those without a place are left out, or stand at zero.
const readDots = (plot, data) => {
	const numbers = numbersOf(plot, data);
	if (numbers === null)
		return null;
	const {title, heads, source} = numbers;
	const [name, x, y, size, colour, outlier] = plot.dataset.at.split(",").map(Number);
	const place = (i, c) => source.key(i, c) ?? (plot.dataset.empty === "zero" ? 0 : null);
	const rows = [...Array(source.n).keys()]
		.filter((i) => place(i, x) !== null && place(i, y) !== null);
	const told = [x, y, size, colour].filter((c) => c >= 0);
	const largest = size < 0 ? 0 : Math.max(...rows.map((i) => source.key(i, size) ?? 0));
	const sizes = rows.map((i) => largest <= 0 ? 9
		: 7 + 25 * Math.sqrt(Math.max(source.key(i, size) ?? 0, 0) / largest));
	return {kind: "dots", title, n: rows.length, x: heads[x], y: heads[y], sizes,
		places: rows.map((i) => [place(i, x), place(i, y)]),
		divide: plot.dataset.divide?.split(",").map(Number), colored: colour >= 0,
		...readClasses(source, colour, rows),
		names: rows.map((i) => outlier >= 0 && source.key(i, outlier) ? source.shown(i, name) : null),
		account: (k) => source.account(rows[k]),
		nodes: (k) => [make("b", {}, source.shown(rows[k], name)),
			...told.map((c) => tipRow(null, heads[c] + " ", source.shown(rows[k], c)))],
		text: (k) => source.shown(rows[k], name) + ": " +
			told.map((c) => heads[c] + " " + source.shown(rows[k], c)).join(", ")};
};

// Left and right move along the chart; show(i) marks a place, hide() unmarks it.
const addKeys = (plot, chart, show, hide) => {
	const said = make("span", {class: "sr", role: "status"});
	const steps = {ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10,
		Home: -Infinity, End: Infinity};
	let at = chart.n;
	plot.append(said);
	plot.tabIndex = 0;
	plot.setAttribute("role", "group");
	plot.setAttribute("aria-label", chart.title + ": arrow keys read the values");
	plot.addEventListener("keydown", (event) => {
		if (event.key === "Escape")
			hide();
		if (event.key === "Enter" && at < chart.n && chart.account?.(at) !== undefined)
			location.hash = chart.account(at);
		if (steps[event.key] === undefined)
			return;
		event.preventDefault();
		at = Math.min(Math.max(at + steps[event.key], 0), chart.n - 1);
		said.textContent = chart.text(at);
		show(at);
	});
	plot.addEventListener("blur", hide);
};

// ---- the drawing that is always there ----

const watchDrawing = (plot, chart) => {
	const svg = plot.querySelector("svg.chart");
	const grid = svg.querySelector(".grid").getAttribute("d").match(/^M([\d.]+) [\d.]+h([\d.]+)$/);
	const left = Number(grid[1]), width = Number(grid[2]), n = chart.n;
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
		tip.replaceChildren(...chart.nodes(i));
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

// Ticks are round, and have few digits; zoomed, the ends of an axis are not.
const shortNumber = (digits) => (value) => {
	const size = Math.abs(value);
	const [one, letter] = [[1e12, "T"], [1e9, "G"], [1e6, "M"], [1e3, "k"], [1, ""]].find(([one]) => size >= one) ?? [1, ""];
	return Number((value / one).toPrecision(digits)) + letter;
};

// The tip is an element of ours; markup with styles in it would be refused.
const bareTip = {confine: true, backgroundColor: "transparent", borderWidth: 0, padding: 0,
	extraCssText: "box-shadow:none", transitionDuration: 0};

const STATE_COLORS = {green: "--green-f", amber: "--amber-f", red: "--red-f"};

// Beside the first dots that stand out, which come first, their names; in others a letter.
const NAMED = 16;
const dotName = (name) => name.length > 24 ? name.slice(0, 23) + "\u2026" : name;
const dotLabel = (chart, i, side) => ({show: side !== undefined,
	formatter: () => side === "inside" ? chart.classes[i].letter : dotName(chart.names[i]),
	position: side, color: style("--ink"), fontSize: 12});

// The side of each of the first dots on which its name covers neither a dot nor another
// name, and of others that have room for a letter which covers no other "inside"; of dots in a
// crowd the box beside the pointer tells the name.
const LETTER_WIDE = 7.2, LINE_HIGH = 14, LETTER_ROOM = 14;
const dotSides = (chart, at, room) => {
	const boxAt = (left, top, wide, high) => ({left, right: left + wide, top, bottom: top + high});
	const boxes = chart.places.map((place, i) => {
		const [x, y] = at(place), size = chart.sizes[i];
		return boxAt(x - size / 2, y - size / 2, size, size);
	});
	const apart = (a, b) => a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;
	const taken = [...boxes], letters = [];
	return boxes.map((dot, i) => {
		const gap = 5, x = (dot.left + dot.right) / 2, y = (dot.top + dot.bottom) / 2;
		if (i < NAMED && chart.names[i] !== null) {
			const wide = dotName(chart.names[i]).length * LETTER_WIDE;
			const sides = {
				right: [dot.right + gap, y - LINE_HIGH / 2],
				left: [dot.left - gap - wide, y - LINE_HIGH / 2],
				top: [x - wide / 2, dot.top - gap - LINE_HIGH],
				bottom: [x - wide / 2, dot.bottom + gap]};
			for (const [side, [left, top]] of Object.entries(sides)) {
				const box = boxAt(left, top, wide, LINE_HIGH);
				if (left < 0 || box.right > room.width || top < 0 || box.bottom > room.height || !taken.every((t) => apart(t, box)))
					continue;
				taken.push(box);
				return side;
			}
		}
		const box = boxAt(x - LETTER_WIDE / 2, y - LINE_HIGH / 2, LETTER_WIDE, LINE_HIGH);
		if (chart.sizes[i] < LETTER_ROOM || chart.classes[i]?.letter === undefined || !letters.every((l) => apart(l, box)))
			return undefined;
		letters.push(box);
		return "inside";
	});
};

const dotsOption = (chart, font, rule) => {
	const axis = (name, more) => ({type: "value", name, nameLocation: "middle", nameTextStyle: font,
		axisLabel: {...font, formatter: shortNumber(5)}, axisLine: {lineStyle: {color: rule}},
		splitLine: {lineStyle: {color: rule}}, ...more});
	const color = (c) => style(c === undefined ? (chart.colored ? "--grey-f" : "--accent")
		: c.text !== undefined ? COLORS[c.text] : STATE_COLORS[c.state.split(" ")[0]] ?? "--grey-f");
	const hollow = (c) => c?.state?.endsWith(" hollow");
	const end = (k) => Math.max(0, ...chart.places.map((p) => p[k]));
	const start = (k) => Math.min(0, ...chart.places.map((p) => p[k]));
	const line = (data) => ({type: "line", data, silent: true, showSymbol: false, tooltip: {show: false},
		lineStyle: {color: style("--edge"), type: [4, 4], width: 1}, emphasis: {disabled: true}});
	const quarters = chart.divide === undefined ? [] : [
		line([[chart.divide[0], start(1)], [chart.divide[0], end(1)]]),
		line([[start(0), chart.divide[1]], [end(0), chart.divide[1]]])];
	return {
		animation: false,
		textStyle: font,
		aria: {enabled: true, label: {description: chart.description}},
		grid: {left: 26, right: 22, top: 18, bottom: 26, containLabel: true},
		tooltip: {...bareTip, trigger: "item",
			formatter: (at) => make("div", {class: "tip in"}, ...chart.nodes(at.dataIndex))},
		dataZoom: [0, 1].map((i) => ({type: "inside", xAxisIndex: i === 0 ? 0 : null,
			yAxisIndex: i === 1 ? 0 : null, zoomOnMouseWheel: "ctrl", filterMode: "none"})),
		xAxis: axis(chart.x, {nameGap: 28}),
		yAxis: axis(chart.y, {nameGap: 36}),
		series: [{type: "scatter", cursor: chart.account === undefined ? "default" : "pointer",
			data: chart.places.map((value, i) => ({value, symbolSize: chart.sizes[i],
				label: dotLabel(chart, i, chart.sides?.[i]),
				itemStyle: hollow(chart.classes[i])
					? {color: "transparent", borderColor: color(chart.classes[i]), borderWidth: 2}
					: {color: color(chart.classes[i]), opacity: 0.62,
						borderColor: style("--panel"), borderWidth: 0.7}}))}, ...quarters],
	};
};

const chartOption = (chart) => {
	const ink = style("--ink"), soft = style("--soft"), rule = style("--rule");
	const font = {color: soft, fontFamily: getComputedStyle(document.body).fontFamily};
	if (chart.kind === "dots")
		return dotsOption(chart, font, rule);
	const line = chart.kind === "line", many = chart.n > 60;
	return {
		animation: false,
		textStyle: font,
		color: (chart.fills?.map((f) => FILLS[f]) ?? COLORS).map(style),
		aria: {enabled: true, label: {description: chart.description}},
		grid: {left: 8, right: line ? 38 : 12, top: 14, bottom: (many ? 42 : 4) + (chart.series.length > 1 ? 26 : 0),
			containLabel: true},
		legend: chart.series.length > 1 ? {bottom: many ? 36 : 0, textStyle: font,
			inactiveColor: rule, icon: line ? undefined : "rect"} : undefined,
		tooltip: {...bareTip, trigger: "axis",
			axisPointer: {type: line ? "line" : "shadow", lineStyle: {color: soft}},
			formatter: (at) => make("div", {class: "tip in"}, ...chart.nodes(at[0].dataIndex))},
		dataZoom: many ? [{type: "inside", zoomOnMouseWheel: "ctrl"},
			{type: "slider", height: 20, bottom: 4, borderColor: rule, brushSelect: false,
				textStyle: font}] : undefined,
		xAxis: {type: "category", data: chart.labels, boundaryGap: !line, axisTick: {show: false},
			axisLine: {lineStyle: {color: rule}}, axisLabel: chart.named
				// names have two lines of places for them, as in the drawing
				? {...font, interval: 0, lineHeight: 15, fontSize: innerWidth < 500 ? 10 : 12, formatter: (name, i) => (i % 2 === 1 ? "\n" : "") + name}
				: {...font, hideOverlap: true}},
		// the zoom strip is drawn from the least to the most, and so is the line above it
		yAxis: {type: "value", scale: line && many, axisLabel: {...font, formatter: shortNumber(10)},
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
	live.style.height = Math.min(Math.max(svg.clientHeight, 190), 460) + (chart.kind === "dots" ? 20
		: (chart.series.length > 1 ? 26 : 0) + (chart.n > 60 ? 42 : 0)) + "px";
	svg.after(live);
	if (chart.legend?.length > 0)
		live.after(make("ul", {class: "legend"}, ...chart.legend.map((c) => make("li", {},
			drawn("svg", {width: 12, height: 12, "aria-hidden": "true"},
				drawn("circle", {class: "b " + c.fill, cx: 6, cy: 6, r: 5})),
			(c.letter + " " + c.word).trim()))));
	plot.classList.add("redrawn");
	const drawing = echarts.init(live);
	const draw = () => drawing.setOption(chartOption(chart));
	// names find their sides where the dots are, which is known once they are drawn
	const name = () => {
		if (chart.kind !== "dots")
			return;
		chart.sides = dotSides(chart, (place) => drawing.convertToPixel({xAxisIndex: 0, yAxisIndex: 0}, place),
			{width: live.clientWidth, height: live.clientHeight});
		draw();
	};
	draw();
	name();
	new ResizeObserver(() => {
		drawing.resize();
		name();
	}).observe(live);
	drawing.on("datazoom", name);
	matchMedia("(prefers-color-scheme:dark)").addEventListener("change",
		draw);
	drawing.on("click", (at) => {
		if (chart.account?.(at.dataIndex) !== undefined)
			location.hash = chart.account(at.dataIndex);
	});
	addKeys(plot, chart,
		(i) => drawing.dispatchAction({type: "showTip", seriesIndex: 0, dataIndex: i}),
		() => drawing.dispatchAction({type: "hideTip"}));
};

const startCharts = (data) => {
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
		const dots = plot.dataset.chart === "dots";
		const chart = dots ? readDots(plot, data) : readChart(plot, data);
		if (chart === null || chart.n === 0 || (dots && !redraws))
			continue;
		if (!redraws) {
			watchDrawing(plot, chart);
			continue;
		}
		waiting.set(plot, chart);
		seen.observe(plot);
	}
};
