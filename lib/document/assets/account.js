// Accounts: one at a time, by the fragment of the address, so that links, history and
// the back button work as anywhere.

const idOfHash = () => {
	try {
		return decodeURIComponent(location.hash.slice(1));
	} catch {
		return "";
	}
};

// What the page knows of a company that has no section of its own: its row of the index.
const briefSection = (row, index, data) => {
	const facts = make("tbody");
	index.columns.forEach((column, i) => {
		if (i === index.leads)
			return;
		const cell = typeof row[i] === "number" && column.k === "t" ? data.texts[row[i]] : row[i];
		facts.append(make("tr", {}, make("th", {scope: "row"}, column.t),
			make("td", {class: column.c}, ...cellNodes(cell, column, data, null))));
	});
	const table = make("table", {class: "facts"}, make("caption", {}, "At a glance"), facts);
	const note = make("p", {class: "note"}, data.brief);
	return make("div", {class: "body", id: row[index.columns.length]},
		make("div", {}, table), note);
};

// The writer has made its elements, escaped as those of the page are; a parsed document
// runs no script, nor would the page's policy.
const heldAccount = (html, data) => {
	const held = new DOMParser().parseFromString(html, "text/html");
	const details = held.body.firstElementChild;
	document.getElementById("_each").append(details);
	enhanceTables(details, data);
	return details;
};

const makeAccount = (id, data) => {
	if (data !== null && Object.hasOwn(data.accounts, id))
		return heldAccount(data.accounts[id], data);
	const index = data === null ? undefined : data.tables[data.index];
	const row = index === undefined ? undefined
		: index.rows.find((r) => r[index.columns.length] === id);
	if (row === undefined)
		return null;
	const details = make("details", {class: "account"},
		make("summary", {}, make("b", {}, make("bdi", {}, row[index.leads]))), briefSection(row, index, data));
	document.getElementById("_each").append(details);
	return details;
};

// Headline numbers and bars of health lead to the accounts they count: what is named like
// a value that the index can be chosen by becomes a button.
const startFilters = () => {
	const index = document.getElementById("_accounts");
	const select = index?.querySelector("select[aria-label=Health]");
	if (!select)
		return;
	const known = new Set([...select.options].map((o) => o.value.slice(1).split(", ")[0]));
	const lead = (node, word) => {
		const button = make("button", {type: "button", class: "lead", title: "Show these accounts"}, ...node.childNodes);
		node.append(button);
		button.addEventListener("click", () => {
			const option = [...select.options].find((o) => o.value === "=" + word);
			select.value = word === "" ? "" : option === undefined
				? [...select.options].find((o) => o.value.startsWith("=" + word + ", ")).value : option.value;
			select.dispatchEvent(new Event("change"));
			index.scrollIntoView();
			select.focus({preventScroll: true});
		});
	};
	for (const node of [
		...document.querySelectorAll("#_headline dt"),
		// those of today: the index knows no others
		...document.querySelector("#_bands .share")?.querySelectorAll(".legend li") ?? []]) {
		const word = node.querySelector(".st") !== null ? node.textContent.replace(/^Health /, "")
			: node.closest(".legend") !== null ? node.textContent.replace(/[\d,\s]+$/, "").trim() : null;
		if (node.textContent === "Companies")
			lead(node, "");
		else if (word !== null && known.has(word))
			lead(node, word);
	}
};

const startAccounts = (data) => {
	const home = document.getElementById("_each");
	if (home === null)
		return;
	const title = document.title;
	let opener = null;
	const back = make("p", {class: "back"}, make("a", {href: "#_accounts"}, "\u2190 All accounts"));
	home.prepend(back);

	const find = (id) => {
		const body = id === "" ? null : document.getElementById(id);
		if (body !== null && body.matches("details.account > .body"))
			return body.parentElement;
		return body === null ? makeAccount(id, data) : null;
	};
	const showAccount = (details) => {
		for (const other of home.querySelectorAll("details.account"))
			other.classList.toggle("chosen", other === details);
		document.documentElement.classList.add("one");
		details.open = true;
		document.title = details.querySelector("summary b").textContent + " \u2013 " + title;
		scrollTo(0, 0);
		details.querySelector("summary").focus({preventScroll: true});
	};
	const showAll = (id) => {
		if (!document.documentElement.classList.contains("one"))
			return;
		document.documentElement.classList.remove("one");
		document.title = title;
		const target = document.getElementById(id);
		if (opener !== null && opener.isConnected)
			opener.focus();
		else if (target !== null)
			target.scrollIntoView();
	};
	const follow = () => {
		const id = idOfHash(), details = find(id);
		if (details === null)
			showAll(id);
		else
			showAccount(details);
	};
	const known = new Set(data === null ? [] : data.tables[data.index].rows.map((r) => r.at(-1)));
	for (const name of document.querySelectorAll("[data-go]")) {
		if (!known.has(name.dataset.go))
			continue;
		const link = make("a", {href: "#" + name.dataset.go});
		name.replaceWith(link);
		link.append(name);
	}
	addEventListener("hashchange", follow);
	document.addEventListener("click", (event) => {
		const link = event.target.closest("a[href^='#']");
		if (link !== null && !document.documentElement.classList.contains("one"))
			opener = link;
	});
	follow();
};
