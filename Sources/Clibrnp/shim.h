#ifndef COUNTERSIGN_CLIBRNP_SHIM_H
#define COUNTERSIGN_CLIBRNP_SHIM_H

#include <stdio.h>

#include <rnp/rnp.h>
#include <rnp/rnp_err.h>

/*
 * Debian builds librnp so that it always writes what it thinks of a signature
 * to the stream stderr, and nothing turns that off. While librnp works, the
 * stream is another one; the file descriptor 2 is left alone. Only one thread
 * at a time may do this.
 */
static inline void *countersign_hush(void)
{
#ifdef __GLIBC__
    static FILE *sink;
    FILE *before = stderr;
    if (!sink)
        sink = fopen("/dev/null", "we");
    if (sink)
        stderr = sink;
    return before;
#else
    return 0;
#endif
}

static inline void countersign_unhush(void *before)
{
#ifdef __GLIBC__
    stderr = (FILE *)before;
#else
    (void)before;
#endif
}

#endif
