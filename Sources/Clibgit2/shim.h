#ifndef COUNTERSIGN_CLIBGIT2_SHIM_H
#define COUNTERSIGN_CLIBGIT2_SHIM_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

/*
 * git_libgit2_opts() takes a variable number of arguments, which Swift cannot
 * pass. Each option that is used has its own function here, with fixed types.
 */

/* Reads check that an object's bytes hash to its name: verdicts depend on it. */
static inline int countersign_set_strict_hash_verification(int enabled)
{
    return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, enabled);
}

/* Objects are on disk before a reference names them; libgit2 syncs nothing by default. */
static inline int countersign_set_fsync_gitdir(int enabled)
{
    return git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, enabled);
}

/* Each commit is read once: keeping it in libgit2's cache costs time and memory for nothing. */
static inline int countersign_set_commit_cache_limit(size_t bytes)
{
    return git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, (int)GIT_OBJECT_COMMIT, bytes);
}

/* Of trees and blobs only those read lately are worth the memory. */
static inline int countersign_set_cache_size(ssize_t bytes)
{
    return git_libgit2_opts(GIT_OPT_SET_CACHE_MAX_SIZE, bytes);
}

/* A pack is mapped in parts, and no more of all packs than this: whole, it would count as this process's memory. */
static inline int countersign_set_pack_windows(size_t window, size_t all)
{
    int code = git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, window);
    return code < 0 ? code : git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, all);
}

/*
 * Inflating an object takes and frees tens of kilobytes. Each time glibc then
 * goes through all small chunks that it has set aside: a twentieth of the time
 * that reading a long history takes. It shall set none aside; what threads keep
 * for themselves is enough.
 *
 * What is large it shall map, and give back when it is freed. By itself glibc
 * does so only until the first time that it happens, and a long history's tables
 * then leave holes that nothing fits into.
 */
static inline void countersign_tune_allocator(void)
{
#ifdef __GLIBC__
    mallopt(M_MXFAST, 0);
    mallopt(M_MMAP_THRESHOLD, 1 << 20);
    mallopt(M_TRIM_THRESHOLD, 16 << 20);
    mallopt(M_TOP_PAD, 1 << 20);
#endif
}

/* libgit2 1.5 looks for safe.directory in fewer places than git, and knows no patterns there. */
static inline int countersign_set_owner_validation(int enabled)
{
    return git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, enabled);
}

/* Names repository extensions that change nothing for a reader of objects and references. */
static inline int countersign_set_extensions(const char **names, size_t count)
{
    return git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, names, count);
}

#endif
