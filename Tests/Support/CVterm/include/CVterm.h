// A terminal's screen as libvterm understands the bytes sent to it, in types Swift can use.
#ifndef CVTERM_H
#define CVTERM_H

#include <spawn.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct cv_screen cv_screen;

/// What a cell shows. Colours are 0xRRGGBB for direct ones, 0x1000000 + n for entry n of the palette, -1 for the default.
typedef struct {
    uint32_t scalars[6];
    int width;
    int32_t foreground;
    int32_t background;
    bool bold, italic, underline, reverse;
} cv_cell;

cv_screen *cv_new(int columns, int rows);
void cv_free(cv_screen *screen);
void cv_resize(cv_screen *screen, int columns, int rows);

/// Takes in what a program has written.
void cv_write(cv_screen *screen, const uint8_t *bytes, size_t count);

/// What the terminal answers to the program; returns the number of bytes put into `buffer`.
size_t cv_read_answer(cv_screen *screen, uint8_t *buffer, size_t size);

/// The cell in a column of a row; width 0 right of a wide glyph.
cv_cell cv_cell_at(cv_screen *screen, int column, int row);

/// Index (row by row, from 0) of the first cell that two screens of one size show differently; -1 where there is none.
int cv_difference(cv_screen *left, cv_screen *right);

void cv_cursor(cv_screen *screen, int *column, int *row, bool *is_visible);
bool cv_is_alternate(cv_screen *screen);
bool cv_reports_mouse(cv_screen *screen);
int cv_bells(cv_screen *screen);

/// Opens a pseudo terminal, without waiting on reads, and puts the path of its other end into `name`.
/// Returns the descriptor, or -1 with errno set.
int cv_open_terminal(char *name, size_t size);

/// `POSIX_SPAWN_SETSID`, which glibc shows only to those who ask for its extensions.
short cv_spawn_new_session(void);

/// Has everything above the standard streams closed in the program that is started, where the C library can; elsewhere it
/// is left to `O_CLOEXEC`. Returns 0, or an error's number.
int cv_close_others(posix_spawn_file_actions_t *actions);

#endif
