/* A file layer that fails, and one that remembers: preloaded under the tests, between them and the C library.
 *
 * SQLite and the program reach files through the C library; this stands between. It is told what to do by "opening" a path
 * that begins with /faults!/ (see layer.rs). Calls that concern no file under the root go through untouched and uncounted. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CONTROL "/faults!/"
#define FDS 4096
#define TRACKED 1
#define FOLDER 2

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static char root[1024];
static size_t root_len;
static unsigned char fds[FDS];
static uint64_t inodes[FDS];
static char folders[FDS][512];
static long armed, counted, fired;
static int give, partial, sticky, out = -1;

#define REAL(ret, name, ...) \
    static ret (*real_##name)(__VA_ARGS__); \
    if (!real_##name) *(void **)&real_##name = dlsym(RTLD_NEXT, #name)

static int concerns(const char *path) { return root_len && strncmp(path, root, root_len) == 0; }
static int held(int fd) { return fd >= 0 && fd < FDS ? fds[fd] : 0; }

/* What another program does to the book in that moment, instead of a failure: -1 moves it, -2 deletes it, -3 replaces it. */
static void befalls(int fate) {
    char book[1200], other[1200];
    snprintf(book, sizeof book, "%s/book.db", root);
    snprintf(other, sizeof other, "%s/%s.db", root, fate == -3 ? "copy" : "moved");
    if (fate == -1) syscall(SYS_rename, book, other);
    if (fate == -2) syscall(SYS_unlink, book);
    if (fate == -3) syscall(SYS_rename, other, book);
}

/* Whether this call is the one that fails. */
static int fails(void) {
    if (!armed) return 0;
    counted++;
    int now = counted == armed || (sticky && counted > armed);
    if (!now) return 0;
    fired++;
    if (give > 0) return 1;
    befalls(give);
    return 0;
}

static void put(const void *bytes, size_t n) {
    const char *at = bytes;
    while (n > 0) {
        long done = syscall(SYS_write, out, at, n);
        if (done <= 0) abort();
        at += done; n -= (size_t)done;
    }
}
/* One record: a letter, a number, a number, then so many bytes of a name or of data. */
static void note(char what, uint64_t a, uint64_t b, const void *bytes, uint64_t n) {
    if (out < 0) return;
    uint64_t head[4] = { (unsigned char)what, a, b, n };
    put(head, sizeof head);
    put(bytes, n);
}

static void control(const char *text) {
    pthread_mutex_lock(&mutex);
    long n; int e, p, s; char path[1024];
    if (sscanf(text, "arm:%ld:%d:%d:%d:%1023s", &n, &e, &p, &s, path) == 5) {
        strcpy(root, path); root_len = strlen(root);
        armed = n; give = e; partial = p; sticky = s; counted = fired = 0;
    } else if (sscanf(text, "log:%1023[^:]:%1023s", path, root) == 2) {
        root_len = strlen(root); armed = 0;
        out = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    } else if (strncmp(text, "mark:", 5) == 0) {
        note('A', 0, 0, text + 5, strlen(text + 5));
    } else if (sscanf(text, "off:%1023s", path) == 1) {
        char said[64];
        int fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        int len = snprintf(said, sizeof said, "%ld %ld", counted, fired);
        syscall(SYS_write, fd, said, len);
        syscall(SYS_close, fd);
        if (out >= 0) syscall(SYS_close, out);
        armed = 0; out = -1; root_len = 0;
    }
    pthread_mutex_unlock(&mutex);
}

static int opened(const char *path, int flags, mode_t mode, int at) {
    if (strncmp(path, CONTROL, strlen(CONTROL)) == 0) { control(path + strlen(CONTROL)); errno = ENOENT; return -1; }
    int ours = concerns(path);
    pthread_mutex_lock(&mutex);
    if (ours && fails()) { errno = give; pthread_mutex_unlock(&mutex); return -1; }
    struct stat about;
    int fresh = ours && (flags & O_CREAT) && lstat(path, &about) != 0;
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    if (fd >= 0 && fd < FDS) {
        fds[fd] = 0;
        if (ours && fstat(fd, &about) == 0) {
            inodes[fd] = about.st_ino;
            fds[fd] = S_ISDIR(about.st_mode) ? FOLDER : TRACKED;
            if (fds[fd] == FOLDER) { strncpy(folders[fd], path, sizeof folders[fd] - 1); }
            if (fresh) note('O', about.st_ino, 0, path, strlen(path));
            else if (flags & O_TRUNC) note('T', about.st_ino, 0, "", 0);
        }
    }
    int said = errno;
    pthread_mutex_unlock(&mutex);
    errno = said;
    return fd;
}

#define MODE(flags) mode_t mode = 0; if ((flags) & (O_CREAT | O_TMPFILE)) { va_list more; va_start(more, flags); mode = va_arg(more, mode_t); va_end(more); }
int open(const char *path, int flags, ...) { MODE(flags) return opened(path, flags, mode, AT_FDCWD); }
int open64(const char *path, int flags, ...) { MODE(flags) return opened(path, flags, mode, AT_FDCWD); }
int openat(int at, const char *path, int flags, ...) { MODE(flags) return opened(path, flags, mode, at); }
int openat64(int at, const char *path, int flags, ...) { MODE(flags) return opened(path, flags, mode, at); }

int close(int fd) {
    REAL(int, close, int);
    if (held(fd)) fds[fd] = 0;
    return real_close(fd);
}

static ssize_t written(int fd, const void *bytes, size_t n, off_t at, int here) {
    if (!held(fd)) return here ? syscall(SYS_write, fd, bytes, n) : syscall(SYS_pwrite64, fd, bytes, n, at);
    pthread_mutex_lock(&mutex);
    if (here) at = lseek(fd, 0, SEEK_CUR);
    int failing = fails();
    size_t most = failing ? (partial ? n / 2 : 0) : n;
    ssize_t done = most || !failing ? syscall(SYS_pwrite64, fd, bytes, most, at) : 0;
    if (done > 0) {
        note('W', inodes[fd], (uint64_t)at, bytes, (uint64_t)done);
        if (here) lseek(fd, at + done, SEEK_SET);
    }
    int said = failing ? give : errno;
    pthread_mutex_unlock(&mutex);
    errno = said;
    return failing ? -1 : done;
}
ssize_t write(int fd, const void *bytes, size_t n) { return written(fd, bytes, n, 0, 1); }
ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at) { return written(fd, bytes, n, at, 0); }
ssize_t pwrite64(int fd, const void *bytes, size_t n, off_t at) { return written(fd, bytes, n, at, 0); }

static int synced(int fd, long call) {
    if (!held(fd)) return (int)syscall(call, fd);
    pthread_mutex_lock(&mutex);
    int said = 0;
    if (fails()) said = give;
    else if (fds[fd] == TRACKED) note('S', inodes[fd], 0, "", 0);
    else if (out >= 0) {
        /* Which names the folder has now: renames that did not come this way show here. */
        DIR *list = opendir(folders[fd]);
        note('D', 0, 0, folders[fd], strlen(folders[fd]));
        for (struct dirent *one; list && (one = readdir(list));)
            if (one->d_type == DT_REG) note('N', one->d_ino, 0, one->d_name, strlen(one->d_name));
        note('E', 0, 0, "", 0);
        if (list) closedir(list);
    }
    pthread_mutex_unlock(&mutex);
    errno = said;
    return said ? -1 : 0;
}
int fsync(int fd) { return synced(fd, SYS_fsync); }
int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

static int cut(int fd, off_t size) {
    if (!held(fd)) return (int)syscall(SYS_ftruncate, fd, size);
    pthread_mutex_lock(&mutex);
    int said = fails() ? give : 0;
    int done = said ? -1 : (int)syscall(SYS_ftruncate, fd, size);
    if (!said && done == 0) note('T', inodes[fd], (uint64_t)size, "", 0);
    if (!said) said = errno;
    pthread_mutex_unlock(&mutex);
    errno = said;
    return done;
}
int ftruncate(int fd, off_t size) { return cut(fd, size); }
int ftruncate64(int fd, off_t size) { return cut(fd, size); }

int unlink(const char *path) {
    if (!concerns(path)) return (int)syscall(SYS_unlink, path);
    pthread_mutex_lock(&mutex);
    int said = fails() ? give : 0;
    int done = said ? -1 : (int)syscall(SYS_unlink, path);
    if (!said && done == 0) note('U', 0, 0, path, strlen(path));
    if (!said) said = errno;
    pthread_mutex_unlock(&mutex);
    errno = said;
    return done;
}

int rename(const char *from, const char *to) {
    if (!concerns(to)) return (int)syscall(SYS_rename, from, to);
    pthread_mutex_lock(&mutex);
    struct stat about;
    uint64_t inode = lstat(from, &about) == 0 ? about.st_ino : 0;
    int said = fails() ? give : 0;
    int done = said ? -1 : (int)syscall(SYS_rename, from, to);
    if (!said && done == 0) { note('R', inode, 0, to, strlen(to)); note('U', 1, 0, from, strlen(from)); }
    if (!said) said = errno;
    pthread_mutex_unlock(&mutex);
    errno = said;
    return done;
}

/* Locks are asked for by fcntl; everything else goes through. */
static int asked(int fd, int command, void *with) {
    int lock = command == F_SETLK || command == F_OFD_SETLK;
    struct flock *how = with;
    if (lock && held(fd) && how->l_type != F_UNLCK) {
        pthread_mutex_lock(&mutex);
        int failing = fails();
        pthread_mutex_unlock(&mutex);
        if (failing) { errno = give; return -1; }
    }
    return (int)syscall(SYS_fcntl, fd, command, with);
}
int fcntl(int fd, int command, ...) { va_list more; va_start(more, command); void *with = va_arg(more, void *); va_end(more); return asked(fd, command, with); }
int fcntl64(int fd, int command, ...) { va_list more; va_start(more, command); void *with = va_arg(more, void *); va_end(more); return asked(fd, command, with); }
