#define _GNU_SOURCE

#include "CVterm.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cv_open_terminal(char *name, size_t size) {
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0 || grantpt(descriptor) != 0 || unlockpt(descriptor) != 0) return -1;
    const char *path = ptsname(descriptor);
    if (path == NULL || strlen(path) >= size) return -1;
    strcpy(name, path);
    return fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 ? descriptor : -1;
}

short cv_spawn_new_session(void) {
    return POSIX_SPAWN_SETSID;
}

int cv_close_others(posix_spawn_file_actions_t *actions) {
#if defined(__GLIBC__)
    return posix_spawn_file_actions_addclosefrom_np(actions, 3);
#else
    (void)actions;
    return 0;
#endif
}
