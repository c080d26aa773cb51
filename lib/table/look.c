#include "table/look.h"

/* The unit of a percentage stands in the look, its value is already times 100: nothing
 * is computed where it is shown. */
const struct csm_look csm_look_whole = {.places = 0};
const struct csm_look csm_look_tenths = {.places = 1};
const struct csm_look csm_look_hundredths = {.places = 2};
const struct csm_look csm_look_thousandths = {.places = 3};
const struct csm_look csm_look_few = {.places = CSM_PLACES_FEW};
const struct csm_look csm_look_percent = {.places = 0, .unit = "%"};
const struct csm_look csm_look_percent_tenths = {.places = 1, .unit = "%"};
const struct csm_look csm_look_money = {
    .places = CSM_PLACES_FEW, .measure = CSM_MEASURE_MONEY};
const struct csm_look csm_look_money_change = {
    .show = CSM_SHOW_CHANGE, .places = CSM_PLACES_FEW, .measure = CSM_MEASURE_MONEY};
const struct csm_look csm_look_money_bar = {
    .show = CSM_SHOW_BAR, .places = CSM_PLACES_FEW, .measure = CSM_MEASURE_MONEY};
const struct csm_look csm_look_score = {.places = 1, .measure = CSM_MEASURE_SCORE};
const struct csm_look csm_look_change = {
    .show = CSM_SHOW_CHANGE, .places = CSM_PLACES_FEW};
const struct csm_look csm_look_change_whole = {.show = CSM_SHOW_CHANGE, .places = 0};
const struct csm_look csm_look_change_tenths = {.show = CSM_SHOW_CHANGE, .places = 1};
const struct csm_look csm_look_change_thousandths = {
    .show = CSM_SHOW_CHANGE, .places = 3};
const struct csm_look csm_look_bar = {.show = CSM_SHOW_BAR, .places = CSM_PLACES_FEW};
const struct csm_look csm_look_light = {
    .show = CSM_SHOW_LIGHT, .places = CSM_PLACES_FEW};
const struct csm_look csm_look_painted = {
    .show = CSM_SHOW_PAINTED, .places = CSM_PLACES_FEW};
