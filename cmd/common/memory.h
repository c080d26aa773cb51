/* Memory: no library of a program is told that there is none; see base/xalloc.h. */
#ifndef CSM_CMD_MEMORY_H
#define CSM_CMD_MEMORY_H

void csm_memory_never_fails(void);

#endif
