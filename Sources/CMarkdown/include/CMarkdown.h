#ifndef CMARKDOWN_H
#define CMARKDOWN_H

// md4c (Debian: libmd4c-dev), a parser of CommonMark and GitHub's extensions that reports what it finds by callbacks.
#include <md4c.h>

/// GitHub's dialect, raw HTML being text. A constant, for Swift doesn't see macros made of others.
static const unsigned CMARKDOWN_DIALECT = MD_DIALECT_GITHUB | MD_FLAG_NOHTML;

#endif
