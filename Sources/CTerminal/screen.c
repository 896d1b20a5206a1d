// ncurses' half of CTerminal.

#define _GNU_SOURCE
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1

#include "CTerminal.h"
#include "internal.h"

#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>
#include <wctype.h>

static SCREEN *screen = NULL;
static bool wants_mouse = false;
static bool is_cursor_visible = true;
static bool has_colors_started = false;

static const char paste_on[] = "\033[?2004h";
static const char paste_off[] = "\033[?2004l";
static const char focus_on[] = "\033[?1004h";
static const char focus_off[] = "\033[?1004l";
// Presses and the wheel, as buttons 4 and 5, in the SGR form that has no limit on columns.
static const char mouse_on[] = "\033[?1000h\033[?1006h";
static const char mouse_off[] = "\033[?1006l\033[?1000l";

static bool is_utf8(void) {
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

bool ct_use_utf8_locale(void) {
    if (setlocale(LC_CTYPE, "") != NULL && is_utf8()) return true;
    if (setlocale(LC_CTYPE, "C.UTF-8") != NULL && is_utf8()) return true;
    return false;
}

int ct_described_colors(const char *term) {
    int found = 0;
    if (setupterm((char *)term, STDOUT_FILENO, &found) != OK) return -1;
    int colors = tigetnum("colors");
    del_curterm(cur_term);
    return colors > 0 ? colors : 0;
}

static void send(const char *bytes) {
    size_t length = strlen(bytes);
    while (length > 0) {
        ssize_t written = write(STDOUT_FILENO, bytes, length);
        if (written <= 0) return;
        bytes += written;
        length -= (size_t)written;
    }
}

static void append(char *buffer, size_t size, const char *bytes) {
    if (bytes == NULL || bytes == (const char *)-1) return;
    if (strlen(buffer) + strlen(bytes) < size) strcat(buffer, bytes);
}

// The bytes for ct_restore_now, made while it is safe to ask terminfo.
static void arm_restore(const struct termios *settings) {
    char bytes[512] = "";
    append(bytes, sizeof bytes, mouse_off);
    append(bytes, sizeof bytes, focus_off);
    append(bytes, sizeof bytes, paste_off);
    append(bytes, sizeof bytes, tigetstr("sgr0"));
    append(bytes, sizeof bytes, tigetstr("cnorm"));
    append(bytes, sizeof bytes, tigetstr("rmkx"));
    append(bytes, sizeof bytes, tigetstr("rmcup"));
    append(bytes, sizeof bytes, "\r");
    ct_arm_restore(bytes, settings);
}

static void switch_extras_on(void) {
    send(paste_on);
    send(focus_on);
    if (wants_mouse) send(mouse_on);
}

static void switch_extras_off(void) {
    if (wants_mouse) send(mouse_off);
    send(focus_off);
    send(paste_off);
}

bool ct_open(bool mouse, bool colors) {
    struct termios settings;
    if (tcgetattr(STDIN_FILENO, &settings) != 0) return false;
    screen = newterm(NULL, stdout, stdin);
    if (screen == NULL) return false;
    set_term(screen);
    char *move = tigetstr("cup");
    if (move == NULL || move == (char *)-1) {
        endwin();
        delscreen(screen);
        screen = NULL;
        return false;
    }
    wants_mouse = mouse;
    arm_restore(&settings);
    raw();
    noecho();
    nonl();
    idlok(stdscr, TRUE);
    // Keys are read elsewhere: ncurses would ask twice a frame whether one waits.
    typeahead(-1);
    has_colors_started = colors && has_colors() && start_color() == OK;
    if (has_colors_started) use_default_colors();
    curs_set(0);
    is_cursor_visible = false;
    switch_extras_on();
    return true;
}

void ct_close(void) {
    if (screen == NULL) return;
    switch_extras_off();
    curs_set(1);
    endwin();
    ct_disarm_restore();
    delscreen(screen);
    screen = NULL;
}

void ct_suspend(void) {
    if (screen == NULL) return;
    switch_extras_off();
    curs_set(1);
    is_cursor_visible = true;
    endwin();
    ct_disarm_restore();
}

void ct_resume(void) {
    if (screen == NULL) return;
    struct termios settings;
    // Whoever had the terminal may have changed it; that is what it gets back. Where nobody had it, the settings are our own.
    if (isendwin() && tcgetattr(STDIN_FILENO, &settings) == 0) arm_restore(&settings);
    reset_prog_mode();
    switch_extras_on();
    clearok(curscr, TRUE);
    wrefresh(stdscr);
}

bool ct_window_size(int *width, int *height) {
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return false;
    *width = size.ws_col;
    *height = size.ws_row;
    return true;
}

void ct_resize(int width, int height) {
    resizeterm(height > 0 ? height : 1, width > 0 ? width : 1);
    werase(stdscr);
    clearok(curscr, TRUE);
}

void ct_erase(void) {
    werase(stdscr);
}

static attr_t attributes(uint8_t bits) {
    attr_t result = A_NORMAL;
    if (bits & CT_BOLD) result |= A_BOLD;
    if (bits & CT_DIM) result |= A_DIM;
    if (bits & CT_ITALIC) result |= A_ITALIC;
    if (bits & CT_UNDERLINE) result |= A_UNDERLINE;
    if (bits & CT_REVERSE) result |= A_REVERSE;
    return result;
}

static void put(const ct_cell *cell, wchar_t *text) {
    cchar_t glyph;
    int pair = cell->pair;
    if (setcchar(&glyph, text, attributes(cell->attributes), 0, &pair) == OK) wadd_wch(stdscr, &glyph);
}

void ct_put(int y, int x, const ct_cell *cells, int count) {
    if (wmove(stdscr, y, x) == ERR) return;
    for (int index = 0; index < count; index++) {
        const ct_cell *cell = &cells[index];
        wchar_t text[6] = {0};
        for (int part = 0; part < 5; part++) text[part] = (wchar_t)cell->scalars[part];
        bool is_known = iswprint((wint_t)text[0]) && wcwidth(text[0]) == cell->width;
        for (int part = 1; part < 5 && text[part] != 0; part++) is_known = is_known && wcwidth(text[part]) == 0;
        if (is_known) {
            put(cell, text);
        } else {
            // ncurses moves by the C library's widths: what that sees differently would shift the rest of the row.
            put(cell, L"?");
            if (cell->width == 2) put(cell, L" ");
        }
    }
}

void ct_flush(int y, int x, bool is_visible) {
    bool is_placed = x >= 0;
    if (is_placed) wmove(stdscr, y, x);
    leaveok(stdscr, !is_placed);
    if (is_visible != is_cursor_visible) {
        curs_set(is_visible ? 1 : 0);
        is_cursor_visible = is_visible;
    }
    wrefresh(stdscr);
}

void ct_touch(void) {
    clearok(curscr, TRUE);
}

void ct_beep(void) {
    beep();
}

void ct_send(const char *bytes) {
    send(bytes);
}

int ct_colors(void) {
    return has_colors_started ? COLORS : 0;
}

int ct_pairs(void) {
    return has_colors_started ? COLOR_PAIRS : 0;
}

bool ct_is_direct_color(void) {
    return has_colors_started && (tigetflag("RGB") > 0 || tigetnum("RGB") > 0);
}

bool ct_define_pair(int pair, int foreground, int background) {
    return init_extended_pair(pair, foreground, background) == OK;
}

const char *ct_capability(const char *name) {
    const char *value = tigetstr(name);
    return value == (const char *)-1 ? NULL : value;
}
