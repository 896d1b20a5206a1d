#include "CVterm.h"

#include <stdlib.h>
#include <string.h>
#include <vterm.h>

struct cv_screen {
    VTerm *terminal;
    VTermScreen *screen;
    bool is_cursor_visible;
    bool is_alternate;
    bool reports_mouse;
    int bells;
};

static int on_property(VTermProp property, VTermValue *value, void *user) {
    cv_screen *screen = user;
    switch (property) {
    case VTERM_PROP_CURSORVISIBLE: screen->is_cursor_visible = value->boolean; return 1;
    case VTERM_PROP_ALTSCREEN: screen->is_alternate = value->boolean; return 1;
    case VTERM_PROP_MOUSE: screen->reports_mouse = value->number != VTERM_PROP_MOUSE_NONE; return 1;
    default: return 1;
    }
}

static int on_bell(void *user) {
    ((cv_screen *)user)->bells++;
    return 1;
}

static const VTermScreenCallbacks callbacks = {.settermprop = on_property, .bell = on_bell};

cv_screen *cv_new(int columns, int rows) {
    cv_screen *screen = calloc(1, sizeof *screen);
    if (screen == NULL) return NULL;
    screen->terminal = vterm_new(rows, columns);
    vterm_set_utf8(screen->terminal, 1);
    screen->screen = vterm_obtain_screen(screen->terminal);
    screen->is_cursor_visible = true;
    vterm_screen_enable_altscreen(screen->screen, 1);
    vterm_screen_set_callbacks(screen->screen, &callbacks, screen);
    vterm_screen_reset(screen->screen, 1);
    return screen;
}

void cv_free(cv_screen *screen) {
    vterm_free(screen->terminal);
    free(screen);
}

void cv_resize(cv_screen *screen, int columns, int rows) {
    vterm_set_size(screen->terminal, rows, columns);
}

void cv_write(cv_screen *screen, const uint8_t *bytes, size_t count) {
    vterm_input_write(screen->terminal, (const char *)bytes, count);
}

size_t cv_read_answer(cv_screen *screen, uint8_t *buffer, size_t size) {
    return vterm_output_read(screen->terminal, (char *)buffer, size);
}

static int32_t color(const VTermColor *color, bool is_default) {
    if (is_default) return -1;
    if (VTERM_COLOR_IS_INDEXED(color)) return 0x1000000 + color->indexed.idx;
    return color->rgb.red << 16 | color->rgb.green << 8 | color->rgb.blue;
}

cv_cell cv_cell_at(cv_screen *screen, int column, int row) {
    cv_cell result;
    memset(&result, 0, sizeof result);
    VTermScreenCell cell;
    VTermPos position = {.row = row, .col = column};
    if (!vterm_screen_get_cell(screen->screen, position, &cell)) return result;
    // libvterm marks the right half of a wide glyph with a character of all ones.
    bool is_right_half = cell.chars[0] == (uint32_t)-1;
    for (int index = 0; index < 6 && !is_right_half && cell.chars[index] != 0; index++) {
        result.scalars[index] = cell.chars[index];
    }
    result.width = is_right_half ? 0 : cell.width;
    result.foreground = color(&cell.fg, VTERM_COLOR_IS_DEFAULT_FG(&cell.fg));
    result.background = color(&cell.bg, VTERM_COLOR_IS_DEFAULT_BG(&cell.bg));
    result.bold = cell.attrs.bold;
    result.italic = cell.attrs.italic;
    result.underline = cell.attrs.underline != VTERM_UNDERLINE_OFF;
    result.reverse = cell.attrs.reverse;
    return result;
}

int cv_difference(cv_screen *left, cv_screen *right) {
    int rows, columns;
    vterm_get_size(left->terminal, &rows, &columns);
    for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
            cv_cell a = cv_cell_at(left, column, row);
            cv_cell b = cv_cell_at(right, column, row);
            // A blank that was written and one that never was look the same.
            if (a.scalars[0] == 0) a.scalars[0] = ' ';
            if (b.scalars[0] == 0) b.scalars[0] = ' ';
            bool is_same = memcmp(a.scalars, b.scalars, sizeof a.scalars) == 0 && a.width == b.width
                && a.foreground == b.foreground && a.background == b.background && a.bold == b.bold
                && a.italic == b.italic && a.underline == b.underline && a.reverse == b.reverse;
            if (!is_same) return row * columns + column;
        }
    }
    return -1;
}

void cv_cursor(cv_screen *screen, int *column, int *row, bool *is_visible) {
    VTermPos position;
    vterm_state_get_cursorpos(vterm_obtain_state(screen->terminal), &position);
    *column = position.col;
    *row = position.row;
    *is_visible = screen->is_cursor_visible;
}

bool cv_is_alternate(cv_screen *screen) {
    return screen->is_alternate;
}

bool cv_reports_mouse(cv_screen *screen) {
    return screen->reports_mouse;
}

int cv_bells(cv_screen *screen) {
    return screen->bells;
}
