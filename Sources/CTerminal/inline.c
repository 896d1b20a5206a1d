// A terminal that is drawn on where it stands, without an alternate screen and without ncurses.

#define _GNU_SOURCE

#include "CTerminal.h"
#include "internal.h"

#include <unistd.h>

static struct termios before;
static bool is_taken = false;

static const char modes_on[] = "\033[?2004h\033[?1004h";
static const char modes_off[] = "\033[?1004l\033[?2004l\033[0m\033[?25h";

bool ct_take_inline(void) {
    if (is_taken) return true;
    if (tcgetattr(STDIN_FILENO, &before) != 0) return false;
    // What was drawn stays; whatever comes next begins below it.
    ct_arm_restore("\033[?1004l\033[?2004l\033[0m\033[?25h\r\n", &before);
    struct termios settings = before;
    settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
    settings.c_iflag &= ~(tcflag_t)(IXON | ICRNL | INLCR | IGNCR | ISTRIP);
    settings.c_cc[VMIN] = 1;
    settings.c_cc[VTIME] = 0;
    if (tcsetattr(STDIN_FILENO, TCSADRAIN, &settings) != 0) {
        ct_disarm_restore();
        return false;
    }
    ct_send(modes_on);
    is_taken = true;
    return true;
}

void ct_give_back_inline(void) {
    if (!is_taken) return;
    is_taken = false;
    ct_send(modes_off);
    ct_disarm_restore();
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
}
