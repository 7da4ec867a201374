#ifndef COUNTERSIGN_CSQLITE3_SHIM_H
#define COUNTERSIGN_CSQLITE3_SHIM_H

#include <sqlite3.h>

#endif
