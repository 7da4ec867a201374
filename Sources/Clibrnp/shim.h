#ifndef COUNTERSIGN_CLIBRNP_SHIM_H
#define COUNTERSIGN_CLIBRNP_SHIM_H

#include <rnp/rnp.h>
#include <rnp/rnp_err.h>

#endif
