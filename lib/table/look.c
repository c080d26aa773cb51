#include "table/look.h"

/* The unit of a percentage stands in the look, its value is already times 100: nothing
 * is computed where it is shown. */
const struct csm_look csm_look_whole = {CSM_SHOW_PLAIN, 0, NULL};
const struct csm_look csm_look_tenths = {CSM_SHOW_PLAIN, 1, NULL};
const struct csm_look csm_look_hundredths = {CSM_SHOW_PLAIN, 2, NULL};
const struct csm_look csm_look_thousandths = {CSM_SHOW_PLAIN, 3, NULL};
const struct csm_look csm_look_few = {CSM_SHOW_PLAIN, CSM_PLACES_FEW, NULL};
const struct csm_look csm_look_percent = {CSM_SHOW_PLAIN, 0, "%"};
const struct csm_look csm_look_percent_tenths = {CSM_SHOW_PLAIN, 1, "%"};
const struct csm_look csm_look_change = {CSM_SHOW_CHANGE, -1, NULL};
const struct csm_look csm_look_change_whole = {CSM_SHOW_CHANGE, 0, NULL};
const struct csm_look csm_look_change_tenths = {CSM_SHOW_CHANGE, 1, NULL};
const struct csm_look csm_look_change_thousandths = {CSM_SHOW_CHANGE, 3, NULL};
const struct csm_look csm_look_bar = {CSM_SHOW_BAR, -1, NULL};
const struct csm_look csm_look_light = {CSM_SHOW_LIGHT, -1, NULL};
const struct csm_look csm_look_painted = {CSM_SHOW_PAINTED, -1, NULL};
