// What TerminalCurses needs of ncurses and of signal handling, in types Swift can use.
//
// ncurses' own header stays out of it: its attributes are macros, and its globals (stdscr, LINES, COLORS) are mutable
// state. Unless said otherwise a function is called from one thread only, the one that opened the screen.
#ifndef CTERMINAL_H
#define CTERMINAL_H

#include <stdbool.h>
#include <stdint.h>

/// A glyph for the screen: a spacing character, up to four combining marks (0 where there are fewer), its columns
/// (1 or 2), its attributes and its colour pair.
typedef struct {
    uint32_t scalars[5];
    uint8_t width;
    uint8_t attributes;
    int32_t pair;
} ct_cell;

/// Bits of `ct_cell.attributes`.
enum { CT_BOLD = 1, CT_DIM = 2, CT_ITALIC = 4, CT_UNDERLINE = 8, CT_REVERSE = 16 };

// MARK: Locale

/// Sets the character set from the environment, or C.UTF-8 where that is not UTF-8.
/// Returns whether the character set is UTF-8 now.
bool ct_use_utf8_locale(void);

/// How many colours the terminal of that name has by its description, 0 for none; -1 where none is installed.
/// Not while a screen is open.
int ct_described_colors(const char *term);

// MARK: Screen

/// Takes the terminal on standard input and output: raw mode, alternate screen, bracketed paste, reports of
/// the window's focus and, with `mouse`, of presses and the wheel; cursor hidden.
/// Signal handlers must have been installed first. Without `colors` nothing is ever written about colours. Returns false if TERM names no terminal that can move its cursor.
bool ct_open(bool mouse, bool colors);

/// Gives the terminal back for good.
void ct_close(void);

/// Gives the terminal back until `ct_resume`.
void ct_suspend(void);

/// Takes the terminal again and paints everything.
void ct_resume(void);

/// Size of the terminal; false if the kernel doesn't know it.
bool ct_window_size(int *width, int *height);

/// Tells ncurses another size. What was on the screen is forgotten.
void ct_resize(int width, int height);

/// Blanks the screen, cell by cell.
void ct_erase(void);

/// Puts cells side by side from column `x` of row `y` on. A glyph whose width the C library sees differently becomes `?`.
void ct_put(int y, int x, const ct_cell *cells, int count);

/// Sends what has changed, with the cursor at (`x`, `y`), seen or not; anywhere if `x` is negative.
void ct_flush(int y, int x, bool is_visible);

/// Paints everything again at the next flush.
void ct_touch(void);

void ct_beep(void);

/// Sends bytes that ncurses knows nothing of, and that move no cursor and change no cell.
void ct_send(const char *bytes);

// MARK: Without the screen

/// Takes the terminal without its alternate screen and without ncurses: keys one by one, bracketed paste, reports of the
/// window's focus. Signal handlers must have been installed first. Returns false, with errno set, where it can't be had.
bool ct_take_inline(void);

/// Gives it back, with what was drawn still standing.
void ct_give_back_inline(void);

// MARK: Terminfo

/// Number of colours, 0 if none.
int ct_colors(void);

/// Number of colour pairs that can be used, 0 if none.
int ct_pairs(void);

/// Whether colours are given as 0xRRGGBB (terminfo entries called `*-direct`); there 0 to 7 are still the palette's.
bool ct_is_direct_color(void);

/// Defines a colour pair; -1 stands for the terminal's own colour. False if ncurses refuses it.
bool ct_define_pair(int pair, int foreground, int background);

/// The string capability `name`, such as "kRIT5"; null if the terminal has none.
const char *ct_capability(const char *name);

// MARK: Signals

/// Reports SIGWINCH, SIGTSTP and SIGCONT: each as a byte in the pipe whose read end is `*descriptor`. SIGQUIT, SIGSEGV,
/// SIGABRT, SIGBUS, SIGILL, SIGTRAP and SIGFPE restore the terminal, then do what they did before.
/// Returns false, with errno set, if there can be no pipe. Does nothing the second time.
bool ct_install_screen_signals(int *descriptor);
void ct_remove_screen_signals(void);

/// Reports the first SIGINT, SIGTERM or SIGHUP as a byte in the pipe whose read end is `*descriptor`; the next one
/// restores the terminal and ends the process. Otherwise like `ct_install_screen_signals`.
bool ct_install_termination_signals(int *descriptor);
void ct_remove_termination_signals(void);

/// Gives the calling thread a name of at most 15 bytes, and a stack for signal handlers, so that even a stack overflow
/// restores the terminal.
void ct_prepare_thread(const char *name);

/// Ignores SIGINT and SIGQUIT while another program has the terminal, as system(3) does.
void ct_ignore_interrupts(bool ignore);

/// Stops the process as Ctrl-Z does, and returns when it is continued. The terminal must have been given back.
void ct_stop_process(void);

/// Gives the terminal back and ends the process by `signal`, whatever handlers there are.
void ct_raise_again(int signal);

/// Writes the bytes and settings that make the terminal usable. Safe in a signal handler, and from any thread; does
/// nothing while the terminal is not taken.
void ct_restore_now(void);

#endif
