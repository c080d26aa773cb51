// The chart library of pages: of Apache ECharts what they draw with, and no more.
import { init, use } from "echarts/core";
import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import { AriaComponent, DataZoomInsideComponent, DataZoomSliderComponent, GridComponent,
	LegendPlainComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";

use([BarChart, LineChart, ScatterChart, AriaComponent, DataZoomInsideComponent,
	DataZoomSliderComponent, GridComponent, LegendPlainComponent, TooltipComponent,
	CanvasRenderer]);
globalThis.echarts = { init };
