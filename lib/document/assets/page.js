// The page: everything above, started once it is read.

const start = async () => {
	document.documentElement.classList.add("js");
	const data = await readData();
	enhanceTables(document, data);
	startFilters();
	startAccounts(data);
	startCharts(data);
	document.documentElement.classList.add("ready");
};

start();
