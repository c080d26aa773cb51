// Tables: sorting by a heading, searching, choosing by the values of a column, paging.
// Only the rows of one page are in the document, which is what keeps it fast.

const PAGE_ROWS = 25;
const LONG = 20; // rows from which a table has a search box
const MOST_CHOICES = 12;
const MANY_COLUMNS = 6; // from which they can be chosen

const collator = new Intl.Collator(undefined, {numeric: true, sensitivity: "base"});

// ---- where rows come from: the document, or the page's data ----

const SEVERITY = {red: 3, amber: 2, unknown: 1, green: 0};
const severity = (e) => SEVERITY[e.className.split(" ")[1]] ?? 0;

// Value of a cell that stands in the document: what is shown, unless it was rounded.
const readCell = (td, kind) => {
	if (td === undefined)
		return null;
	if (kind === "l")
		return lightsKey([...td.querySelectorAll(".dot:not(.gap)")].map(severity));
	if (kind === "u") {
		const mark = td.querySelector(".st");
		return mark === null ? null : severity(mark);
	}
	if (td.querySelector(".none") !== null)
		return null;
	if (kind !== "n")
		return td.textContent.trim() || null;
	const text = td.dataset.v ?? (td.firstChild === null ? "" : td.firstChild.textContent);
	const value = parseFloat(text.replace(/\u2212/, "-").replace(/,/g, ""));
	return Number.isNaN(value) ? null : value;
};

// A red outweighs any number of ambers, these of unknowns.
const lightsKey = (found) => found.length === 0 ? null
	: found.reduce((sum, s) => sum + [0, 1, 100, 10000][s], 0);

const documentRows = (table) => {
	const rows = [...table.tBodies[0].rows];
	const kinds = [...table.tHead.rows[0].cells].map((th) => th.dataset.k);
	return {
		n: rows.length,
		row: (i) => rows[i],
		key: (i, c) => readCell(rows[i].cells[c], kinds[c]),
		text: (i) => rows[i].textContent.toLowerCase(),
		shown: (i, c) => rows[i].cells[c].textContent.trim(),
		state: (i, c) => rows[i].cells[c].querySelector(".st")?.className.split(" ")[1],
		account: (i) => rows[i].querySelector("a, [data-go]")?.getAttribute("href")?.slice(1) ??
			rows[i].querySelector("[data-go]")?.dataset.go,
		exact: (i, c) => {
			const td = rows[i].cells[c];
			return kinds[c] === "s" ? td.querySelector("title")?.textContent
				: kinds[c] === "l" ? [...td.querySelectorAll(".dot:not(.gap)")].map((dot) => dot.title).join("; ")
				: readCell(td, kinds[c] === "u" ? "t" : kinds[c]);
		},
		choice: (i, c) => {
			const td = rows[i].cells[c];
			return (td.querySelector(".st") ?? td).textContent.trim();
		},
	};
};

const dataRows = (table, data) => {
	const made = new Map();
	const value = (i, c) => {
		const cell = table.rows[i][c];
		return table.columns[c].k === "t" && typeof cell === "number" ? data.texts[cell] : cell;
	};
	const words = (i, c) => {
		const cell = value(i, c);
		if (Array.isArray(cell) && table.columns[c].k !== "s")
			return cell[0] + " " + data.states[cell[1]][1];
		return typeof cell === "string" && table.columns[c].k === "t" ? cell : "";
	};
	return {
		n: table.rows.length,
		row: (i) => {
			if (!made.has(i))
				made.set(i, dataRow(table.rows[i], table, data));
			return made.get(i);
		},
		key: (i, c) => {
			const cell = value(i, c), kind = table.columns[c].k;
			if (cell === false)
				return null;
			if (kind === "l")
				return cell === null ? null : lightsKey([...cell].filter((l) => l !== ".")
					.map((l) => data.states[l.charCodeAt(0) - 97][3]));
			if (kind === "u")
				return Array.isArray(cell) ? data.states[cell[1]][3] : null;
			return Array.isArray(cell) ? cell[0] : cell;
		},
		text: (i) => (table.columns.map((_, c) => words(i, c)).join(" ") + " " +
			(table.rows[i][table.columns.length] ?? "")).toLowerCase(),
		shown: (i, c) => {
			const cell = value(i, c), shown = Array.isArray(cell) ? cell[0] : cell;
			return typeof shown === "number" ? showNumber(shown, table.columns[c]) : shown ?? "no data";
		},
		exact: (i, c) => {
			const cell = value(i, c), column = table.columns[c];
			if (column.k === "s")
				return cell?.[1];
			if (column.k === "u")
				return Array.isArray(cell) ? data.states[cell[1]][1] : null;
			const plain = Array.isArray(cell) ? cell[0] : cell;
			return column.k !== "l" || typeof plain !== "string" ? plain || (plain === 0 ? 0 : null)
				: [...plain].map((l, k) => l === "." ? null : column.l[k] + ": " + data.states[l.charCodeAt(0) - 97][1])
					.filter((t) => t !== null).join("; ");
		},
		state: (i, c) => Array.isArray(value(i, c)) ? data.states[value(i, c)[1]][0] : undefined,
		account: (i) => table.rows[i].at(-1) ?? undefined,
		choice: (i, c) => {
			const cell = value(i, c);
			if (Array.isArray(cell))
				return data.states[cell[1]][1];
			return cell === null ? "\u2013" : String(cell);
		},
	};
};

// ---- order ----

// Place of each row by a column, once: numbers by themselves, text by its place among the
// different texts; NaN for no data.
const ranksOf = (source, column) => {
	const keys = Array.from({length: source.n}, (_, i) => source.key(i, column));
	const texts = [...new Set(keys.filter((k) => typeof k === "string"))].sort(collator.compare);
	const place = new Map(texts.map((text, i) => [text, i]));
	return Float64Array.from(keys, (k) => k === null ? NaN : typeof k === "number" ? k : place.get(k));
};

const sorted = (ranks, order, down) => [...order].sort((a, b) => {
	const x = ranks[a], y = ranks[b];
	if (x !== x || y !== y)
		return x !== x && y !== y ? a - b : x !== x ? 1 : -1; // no data stands last
	return x === y ? a - b : down ? y - x : x - y;
});

// ---- the tools of a table ----

// A heading becomes a button: numbers largest first, text from A on, then the other way.
const addSorting = (th, column, heads, look, update) => {
	const kind = th.dataset.k;
	if (kind === undefined || kind === "s")
		return;
	const button = make("button", {type: "button"}, ...th.childNodes);
	th.append(button);
	button.addEventListener("click", () => {
		const first = kind !== "t";
		look.down = look.column === column ? !look.down : first;
		look.column = column;
		heads.forEach((other, i) => {
			if (i === column)
				other.setAttribute("aria-sort", look.down ? "descending" : "ascending");
			else
				other.removeAttribute("aria-sort");
		});
		update();
	});
};

// Columns of text or states that take only a few values can be chosen by.
const choicesOf = (source, heads) => heads.map((th, column) => {
	if (column === 0 || (th.dataset.k !== "t" && th.dataset.k !== "u" && th.dataset.s === undefined))
		return null;
	const values = new Set();
	for (let i = 0; i < source.n && values.size <= MOST_CHOICES; i++)
		values.add(source.choice(i, column));
	if (values.size < 2 || values.size > MOST_CHOICES)
		return null;
	return {column, title: th.textContent, values: [...values].sort(collator.compare)};
}).filter((c) => c !== null);

const makeTools = (table, source, heads, look, update) => {
	const search = make("input", {type: "search", autocomplete: "off", placeholder: "Search",
		"aria-label": "Search in " + table.caption.textContent});
	search.addEventListener("input", () => {
		look.words = search.value.toLowerCase().split(/\s+/).filter((w) => w !== "");
		update();
	});
	const tools = make("div", {class: "tools", role: "group",
		"aria-label": "Search and filter"}, search);
	for (const {column, title, values} of choicesOf(source, heads)) {
		const select = make("select", {"aria-label": title}, make("option", {value: ""}, title),
			...values.map((v) => make("option", {value: "=" + v}, v)));
		select.addEventListener("change", () => {
			if (select.value === "")
				look.chosen.delete(column);
			else
				look.chosen.set(column, select.value.slice(1));
			update();
		});
		tools.append(select);
	}
	return tools;
};

// Where one is, and the way on; all is said to those who do not see it change.
const makePager = (look, total, draw) => {
	const status = make("span", {role: "status"});
	const step = (text, by) => {
		const button = make("button", {type: "button"}, text);
		button.addEventListener("click", () => {
			look.page += by;
			draw();
		});
		return button;
	};
	const back = step("Previous", -1), on = step("Next", 1);
	const tell = (found, shown) => {
		const from = look.page * PAGE_ROWS;
		const of = found === total ? "" : " (" + total.toLocaleString("en") + " in all)";
		status.textContent = found === 0 ? "None found" + of
			: (from + 1) + "\u2013" + (from + shown) + " of " + found.toLocaleString("en") + of;
		back.disabled = look.page === 0;
		on.disabled = from + shown >= found;
		back.hidden = on.hidden = found <= PAGE_ROWS;
	};
	return {bar: make("div", {class: "pager"}, status, back, on), tell};
};

// Which columns are shown; the first, which tells the rows apart, always is.
const makeChooser = (titles, look, draw) => make("details", {class: "chooser"}, make("summary", {}, "Columns"),
	make("div", {}, ...titles.map((title, c) => {
		if (c === 0)
			return null;
		const box = make("input", {type: "checkbox", checked: !look.away.has(c)});
		box.addEventListener("change", () => {
			if (box.checked)
				look.away.delete(c);
			else
				look.away.add(c);
			draw();
		});
		return make("label", {}, box, " " + title);
	})));

// ---- as a file ----

// Quoted where it has to be; no text is a formula of a spreadsheet.
const csvCell = (value) => {
	if (value === null || value === undefined)
		return "";
	const text = typeof value === "string" && /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(value)
		? "'" + value : String(value);
	return /[",\r\n]/.test(text) ? '"' + text.replaceAll('"', '""') + '"' : text;
};

// The rows that are found, in their order, with all columns; numbers as exact as they are.
const csvOf = (titles, source, order) => [titles, ...order.map((i) => titles.map((_, c) => source.exact(i, c)))]
	.map((cells) => cells.map(csvCell).join(",") + "\r\n").join("");

const addDownload = (table, csv) => {
	const button = make("button", {type: "button", class: "csv",
		"aria-label": "CSV of " + table.caption.textContent}, "CSV");
	button.addEventListener("click", () => {
		const name = table.caption.textContent.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "");
		const address = URL.createObjectURL(new Blob([csv()], {type: "text/csv"}));
		make("a", {href: address, download: (name || "table") + ".csv"}).click();
		URL.revokeObjectURL(address);
	});
	(table.closest(".scroll") ?? table).after(button);
};

// ---- one table ----

const PRINTED = 500; // rows at most on paper

const enhanceTable = (table, data) => {
	const body = table.tBodies[0];
	const heads = [...table.tHead.rows[0].cells];
	const stored = data === null ? undefined : data.tables[table.dataset.t];
	const source = stored === undefined ? documentRows(table) : dataRows(stored, data);
	const every = [...Array(source.n).keys()];
	if (stored !== undefined)
		table.closest("section, .body").querySelector(".cut")?.remove();
	const look = {column: -1, down: false, words: [], chosen: new Map(), page: 0,
		away: new Set(heads.flatMap((th, c) => th.dataset.spare === undefined ? [] : [c]))};
	const ranks = [];
	const rank = (column) => ranks[column] ??= ranksOf(source, column);
	let texts = null, order = every, pager = null;

	// A band is also that of a score that was set by hand or that little is known of.
	const isOf = (choice, value) => choice === value || choice.startsWith(value + ", ");
	const matches = (i) => {
		for (const [column, value] of look.chosen)
			if (!isOf(source.choice(i, column), value))
				return false;
		if (look.words.length === 0)
			return true;
		texts = texts ?? every.map(source.text);
		return look.words.every((word) => texts[i].includes(word));
	};
	const put = (shown) => {
		body.replaceChildren(...shown.map(source.row));
		for (const row of [table.tHead.rows[0], ...body.rows])
			[...row.cells].forEach((cell, c) => cell.hidden = look.away.has(c));
	};
	const draw = () => {
		const from = look.page * PAGE_ROWS;
		const shown = pager === null ? order : order.slice(from, from + PAGE_ROWS);
		put(shown);
		if (pager !== null)
			pager.tell(order.length, shown.length);
	};
	const update = () => {
		order = every.filter(matches);
		if (look.column >= 0)
			order = sorted(rank(look.column), order, look.down);
		look.page = 0;
		draw();
	};
	const titles = heads.map((th) => th.textContent);
	heads.forEach((th, column) => addSorting(th, column, heads, look, update));
	addDownload(table, () => csvOf(titles, source, order));
	if (source.n <= LONG)
		return;
	pager = makePager(look, source.n, draw);
	const box = table.closest(".scroll") ?? table;
	const tools = makeTools(table, source, heads, look, update);
	if (heads.length > MANY_COLUMNS)
		tools.append(makeChooser(titles, look, draw));
	box.before(tools);
	box.after(pager.bar);
	addEventListener("beforeprint", () => put(order.slice(0, PRINTED)));
	addEventListener("afterprint", draw);
	draw();
	// What the first search and the first sorting would wait for.
	const idle = globalThis.requestIdleCallback ?? setTimeout;
	heads.forEach((_, column) => idle(() => rank(column)));
	idle(() => texts = texts ?? every.map(source.text));
};

// A table of one or two rows has nothing to sort; the numbers of a chart are enhanced
// when they are opened.
const enhanceTables = (root, data) => {
	for (const table of root.querySelectorAll("table")) {
		if (table.tHead === null || (table.tBodies[0].rows.length < 3 && !table.dataset.t))
			continue;
		const closed = table.closest("details:not([open])");
		if (closed === null)
			enhanceTable(table, data);
		else
			closed.addEventListener("toggle", () => enhanceTable(table, data), {once: true});
	}
};
