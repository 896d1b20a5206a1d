// A target of C needs a source to be built; the library is linked as it is.
#include "CMarkdown.h"
