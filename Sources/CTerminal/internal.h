// What screen.c tells signals.c: how to give the terminal back.
#ifndef CTERMINAL_INTERNAL_H
#define CTERMINAL_INTERNAL_H

#include <termios.h>

/// From now on `ct_restore_now` writes `bytes` and sets `settings`.
void ct_arm_restore(const char *bytes, const struct termios *settings);

/// From now on `ct_restore_now` does nothing.
void ct_disarm_restore(void);

#endif
