#define _GNU_SOURCE

#include "CVterm.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

int cv_open_terminal(char *name, size_t size) {
    int descriptor = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (descriptor < 0) return -1;
    // Not ptsname: its buffer is the whole process's, and tests open terminals side by side.
    bool is_open = grantpt(descriptor) == 0 && unlockpt(descriptor) == 0 && ptsname_r(descriptor, name, size) == 0
        && fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0;
    if (is_open) return descriptor;
    close(descriptor);
    return -1;
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
