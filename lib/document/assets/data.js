// Data: what the writer put into the page, and elements made of it.  Text is only ever
// set as text: names come from customers' databases.

// An element with attributes and children; null and false children are left out.
const make = (name, attributes, ...children) => {
	const e = document.createElement(name);
	for (const [key, value] of Object.entries(attributes || {}))
		if (value !== null && value !== undefined && value !== false)
			e.setAttribute(key, value === true ? "" : value);
	e.append(...children.filter((c) => c !== null && c !== undefined && c !== false));
	return e;
};

const drawn = (name, attributes, ...children) => {
	const e = document.createElementNS("http://www.w3.org/2000/svg", name);
	for (const [key, value] of Object.entries(attributes))
		e.setAttribute(key, value);
	e.append(...children);
	return e;
};

// Tables come column by column.
const withRows = (data) => {
	for (const table of Object.values(data.tables))
		table.rows = table.cells.at(-1).map((_, i) => table.cells.map((column) => column[i]));
	return data;
};

// The page's JSON, which is compressed where that saves much; null if there is none, or
// if the browser is too old to unpack it: what is not in the page then stays out.
const readData = async () => {
	const script = document.getElementById("_data");
	if (script === null)
		return null;
	const data = JSON.parse(script.textContent);
	if (data.gzip === undefined)
		return withRows(data);
	if (typeof DecompressionStream === "undefined")
		return null;
	const packed = Uint8Array.from(atob(data.gzip), (c) => c.charCodeAt(0));
	const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
	return withRows(JSON.parse(await new Response(stream).text()));
};

// A number as the program writes it: `places` as there (-1: as many as it has, -2: two
// at most, or the first that is not 0), half away from zero, more of them where an edge
// would seem crossed; money with two or none; thousands apart.
const roundTo = (micros, places) => {
	const unit = 10 ** (6 - places);
	return Math.floor((micros + unit / 2) / unit) * unit;
};
const fittingPlaces = (micros, value, column) => {
	const asked = column.p === undefined ? -1 : column.p;
	const crosses = (places) => (column.e || []).some((edge) =>
		(value < edge) !== (Math.sign(value) * roundTo(micros, places) / 1e6 < edge));
	let places = asked === -2 ? 2 : asked;
	if (asked === -1)
		return -1;
	if (column.money)
		return roundTo(micros, 2) % 1e6 === 0 ? 0 : 2;
	while (places < 6 && (asked === -2 && micros !== 0 && roundTo(micros, places) === 0 ||
	    crosses(places)))
		places++;
	return places;
};
const showNumber = (value, column) => {
	let micros = Math.round(Math.abs(value) * 1e6);
	const places = fittingPlaces(micros, value, column);
	if (places !== -1)
		micros = roundTo(micros, places);
	const sign = micros === 0 ? "" : value < 0 ? "\u2212" : column.w === "change" ? "+" : "";
	let rest = String(micros % 1e6).padStart(6, "0").replace(/0+$/, "");
	if (column.p !== -2 || column.money)
		rest = rest.padEnd(Math.max(places, 0), "0");
	const whole = String(Math.floor(micros / 1e6)).replace(/\B(?=(\d{3})+$)/g, ",");
	const unit = column.u === undefined ? "" : column.u === "%" ? "%" : " " + column.u;
	return sign + whole + (rest === "" ? "" : "." + rest) + unit;
};

// States are [class, word, letter, severity].
const stateMark = (state) => make("span", {class: "st " + state[0]}, state[1]);

const lightDots = (text, column, states) => [...text].map((letter, i) => {
	if (letter === ".")
		return make("i", {class: "dot gap"});
	const state = states[letter.charCodeAt(0) - 97];
	return make("i", {class: "dot " + state[0], role: "img",
		title: column.l[i] + ": " + state[1]}, state[2]);
});

// A series comes as [heights, title]: a letter a day, "!" for 0 to "~" for the highest, a
// blank for a gap.
const sparkline = ([heights, title], bars) => {
	const step = 92 / (bars ? heights.length : Math.max(heights.length - 1, 1));
	let path = "", open = false;
	[...heights].forEach((letter, i) => {
		if (letter === " ") {
			open = false;
			return;
		}
		const height = (letter.charCodeAt(0) - 33) / 93 * 18;
		const x = (2 + step * (bars ? i + 0.5 : i)).toFixed(1);
		if (bars)
			path += "M" + x + " 20v" + -Math.max(Math.round(height), 1);
		else
			path += (open ? "L" : "M") + x + " " + (20 - height).toFixed(1) + (open ? "" : "h.1");
		open = true;
	});
	const line = bars ? {class: "b", "stroke-width": heights.length <= 15 ? 4 : 2} : {};
	return drawn("svg", {class: "spark", viewBox: "0 0 96 22", role: "img"},
		drawn("title", {}, title), drawn("path", {...line, d: path}));
};

const missing = (column) =>
	make("em", {class: "none"}, column.k === "t" ? "\u2013" : "no data");

const barOf = (value, largest) => {
	const rect = drawn("rect", {class: "f0", height: 8,
		width: largest > 0 ? Math.max(value, 0) / largest * 100 : 0});
	return drawn("svg", {class: "bar", viewBox: "0 0 100 8", preserveAspectRatio: "none",
		"aria-hidden": "true"}, rect);
};

// Content of a cell: null is no data, false is blank, [value, state] has a state.
const cellNodes = (cell, column, data, go) => {
	let state = null;
	if (cell === false)
		return [];
	if (Array.isArray(cell) && column.k !== "s")
		[cell, state] = [cell[0], data.states[cell[1]]];
	if (state !== null && (column.w === "light" || column.w === "painted"))
		return [stateMark(column.w === "light" ? [state[0], state[1]] : [state[0], cell])];
	const nodes = cell === null ? [missing(column)]
		: column.k === "n" ? [showNumber(cell, column)]
		: column.k === "l" ? lightDots(cell, column, data.states)
		: column.k === "s" ? [sparkline(cell, column.w === "bar")]
		: [go ? make("a", {href: "#" + go}, make("bdi", {}, cell)) : make("bdi", {}, cell)];
	if (column.k === "n" && column.w === "bar" && cell !== null)
		nodes.push(barOf(cell, column.m));
	return state === null ? nodes : [...nodes, " ", stateMark(state)];
};

// A row as an element; its last value, beyond the columns, is the account it leads to.
const dataRow = (row, table, data) => {
	const tr = make("tr");
	table.columns.forEach((column, i) => {
		const cell = typeof row[i] === "number" && column.k === "t" ? data.texts[row[i]] : row[i];
		const nodes = cellNodes(cell, column, data, i === table.leads ? row.at(-1) : null);
		tr.append(i === 0 ? make("th", {scope: "row"}, ...nodes)
			: make("td", {class: column.c}, ...nodes));
	});
	return tr;
};
