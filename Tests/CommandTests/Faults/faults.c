// Stands between a program and the system (LD_PRELOAD) and makes the n-th call of a kind go wrong.
//
//   CURATE_FAULT=KINDS:N:WHAT   kinds with commas between: write, rename, fsync, read, open, unlink, mkdir, link
//                               what: kill (before the call), after (the call, then kill), short (a write of half the
//                               bytes), sleep (for a minute, or sleep2: two seconds), or an error's number; with +
//                               behind it, every call from the n-th on
//   CURATE_FAULT_REACHED=FILE   a file that is made before a call sleeps
//   CURATE_FAULT_COUNT=FILE     the file to which the number of calls of these kinds is written at the end
//
// Only regular files are meant, and of opening only that for writing: what goes to a terminal or a pipe stays as it is.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum what { nothing, fail, cut, kill_after };

static atomic_long calls;
static char kinds[128];
static long wanted;
static char what[32];
static int from_then_on;

__attribute__((constructor)) static void begin(void) {
    const char *fault = getenv("CURATE_FAULT");
    if (fault == NULL || sscanf(fault, "%127[^:]:%ld:%31s", kinds, &wanted, what) != 3) wanted = -1;
    size_t length = strlen(what);
    if (length > 0 && what[length - 1] == '+') from_then_on = 1, what[length - 1] = 0;
}

__attribute__((destructor)) static void end(void) {
    const char *path = getenv("CURATE_FAULT_COUNT");
    FILE *file = path ? fopen(path, "w") : NULL;
    if (file == NULL) return;
    fprintf(file, "%ld\n", atomic_load(&calls));
    fclose(file);
}

static int is_of_kind(const char *kind) {
    size_t length = strlen(kind);
    for (const char *place = kinds; (place = strstr(place, kind)) != NULL; place += length)
        if ((place == kinds || place[-1] == ',') && (place[length] == ',' || place[length] == 0)) return 1;
    return 0;
}

static enum what next(const char *kind) {
    if (wanted < 0 || !is_of_kind(kind)) return nothing;
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (number != wanted && !(from_then_on && number > wanted)) return nothing;
    if (strcmp(what, "kill") == 0) kill(getpid(), SIGKILL);
    if (strcmp(what, "after") == 0) return kill_after;
    if (strcmp(what, "short") == 0) return cut;
    if (strncmp(what, "sleep", 5) == 0) {
        const char *reached = getenv("CURATE_FAULT_REACHED");
        if (reached) close(((int (*)(const char *, int, ...))dlsym(RTLD_NEXT, "open"))(reached, O_CREAT | O_WRONLY, 0600));
        sleep(what[5] ? atoi(what + 5) : 60);
        return nothing;
    }
    errno = atoi(what);
    return errno ? fail : nothing;
}

static int is_regular(int descriptor) {
    struct stat status;
    return descriptor > 2 && fstat(descriptor, &status) == 0 && S_ISREG(status.st_mode);
}

#define REAL(name, ...) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))(__VA_ARGS__)
#define PASS(result, kind, call)                     \
    enum what fault = next(kind);                    \
    if (fault == fail) return -1;                    \
    result done = call;                              \
    if (fault == kill_after) kill(getpid(), SIGKILL); \
    return done

ssize_t write(int descriptor, const void *bytes, size_t count) {
    if (!is_regular(descriptor)) return REAL(write, descriptor, bytes, count);
    enum what fault = next("write");
    if (fault == fail) return -1;
    ssize_t done = REAL(write, descriptor, bytes, fault == cut ? (count + 1) / 2 : count);
    if (fault == kill_after) kill(getpid(), SIGKILL);
    return done;
}

ssize_t pwrite(int descriptor, const void *bytes, size_t count, off_t offset) {
    if (!is_regular(descriptor)) return REAL(pwrite, descriptor, bytes, count, offset);
    enum what fault = next("write");
    if (fault == fail) return -1;
    ssize_t done = REAL(pwrite, descriptor, bytes, fault == cut ? (count + 1) / 2 : count, offset);
    if (fault == kill_after) kill(getpid(), SIGKILL);
    return done;
}

ssize_t pread(int descriptor, void *bytes, size_t count, off_t offset) {
    if (!is_regular(descriptor)) return REAL(pread, descriptor, bytes, count, offset);
    PASS(ssize_t, "read", REAL(pread, descriptor, bytes, count, offset));
}

int fsync(int descriptor) { PASS(int, "fsync", REAL(fsync, descriptor)); }
int rename(const char *from, const char *to) { PASS(int, "rename", REAL(rename, from, to)); }
int unlink(const char *path) { PASS(int, "unlink", REAL(unlink, path)); }
int mkdir(const char *path, mode_t mode) { PASS(int, "mkdir", REAL(mkdir, path, mode)); }
int renameat(int folder, const char *from, int other, const char *to) {
    PASS(int, "rename", REAL(renameat, folder, from, other, to));
}
int unlinkat(int folder, const char *path, int flags) { PASS(int, "unlink", REAL(unlinkat, folder, path, flags)); }
int mkdirat(int folder, const char *path, mode_t mode) { PASS(int, "mkdir", REAL(mkdirat, folder, path, mode)); }
int linkat(int folder, const char *from, int other, const char *to, int flags) {
    PASS(int, "link", REAL(linkat, folder, from, other, to, flags));
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if ((flags & O_ACCMODE) == O_RDONLY) return REAL(open, path, flags, mode);
    PASS(int, "open", REAL(open, path, flags, mode));
}

int openat(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if ((flags & O_ACCMODE) == O_RDONLY) return REAL(openat, folder, path, flags, mode);
    PASS(int, "open", REAL(openat, folder, path, flags, mode));
}

int openat64(int folder, const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return openat(folder, path, flags, mode);
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open(path, flags, mode);
}
ssize_t pwrite64(int descriptor, const void *bytes, size_t count, off64_t offset) {
    return pwrite(descriptor, bytes, count, offset);
}
ssize_t pread64(int descriptor, void *bytes, size_t count, off64_t offset) {
    return pread(descriptor, bytes, count, offset);
}
