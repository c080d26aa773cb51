#ifndef CSM_CMD_VERSION_H
#define CSM_CMD_VERSION_H

#define CSM_VERSION "0.1.0"

#endif
