#ifndef COUNTERSIGN_CLIBRNP_SHIM_H
#define COUNTERSIGN_CLIBRNP_SHIM_H

#include <stdio.h>

#include <rnp/rnp.h>
#include <rnp/rnp_err.h>

/*
 * Debian builds librnp so that it always writes what it thinks of a signature
 * to the stream stderr, and nothing turns that off. The stream becomes another
 * one; file descriptor 2 is left alone. To be called before there are threads.
 */
static inline void countersign_mute_error_stream(void)
{
#ifdef __GLIBC__
    FILE *sink = fopen("/dev/null", "we");
    if (sink)
        stderr = sink;
#endif
}

#endif
