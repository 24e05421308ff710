/* What the generator has to say about its input: file:line:col: error: text. Layer: gen. */
#ifndef GEN_DIAG_H
#define GEN_DIAG_H

#include <stdio.h>

/* A place in the input. line 0: the file as a whole. */
struct place {
    const char *file;
    unsigned line, column;
};

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

struct diag {
    FILE *out;
    unsigned errors, said; /* said: of any severity */
};

void diag_report(struct diag *diag, enum severity severity, struct place place, const char *format,
                 ...) __attribute__((format(printf, 4, 5)));

#define diag_error(diag, place, ...) diag_report((diag), SEVERITY_ERROR, (place), __VA_ARGS__)

#endif
