#include "series/window.h"

const struct csm_window_info csm_window_info[CSM_WINDOW_OPS] = {
    [CSM_WINDOW_SUM] = {"SUM", NULL, "sum", "sum of the window's values", 0},
    [CSM_WINDOW_AVERAGE] = {"AVERAGE", "AVG", "average",
	"sum divided by the number of days with a value", 0},
    [CSM_WINDOW_MAX] = {"MAX", "MAXIMUM", "max", "largest value", 0},
    [CSM_WINDOW_MIN] = {"MIN", "MINIMUM", "min", "smallest value", 0},
    [CSM_WINDOW_LAST] = {"LAST", NULL, "last", "newest value in the window", 0},
    [CSM_WINDOW_TREND] = {"TREND", NULL, "trend",
	"value of the day against the value n days before", 0},
    [CSM_WINDOW_COUNT] = {"COUNT", NULL, "count",
	"number of days with a value; 0 if none", 0},
    [CSM_WINDOW_TOTAL] = {"totalSum", NULL, "total", "sum of all values up to the day",
	1},
    [CSM_WINDOW_DAYS_SINCE] = {"daysSince", NULL, "days_since",
	"days from the newest value that is not 0 to the day", 1},
};
