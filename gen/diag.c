/* What the generator has to say about its input. Layer: gen. */
#include "diag.h"

#include <stdarg.h>

void diag_report(struct diag *diag, enum severity severity, struct place place, const char *format,
                 ...)
{
    static const char *const names[] = {"note", "warning", "error"};
    va_list args;
    fputs(place.file, diag->out);
    if (place.line > 0)
        fprintf(diag->out, ":%u:%u", place.line, place.column);
    fprintf(diag->out, ": %s: ", names[severity]);
    va_start(args, format);
    vfprintf(diag->out, format, args);
    va_end(args);
    fputc('\n', diag->out);
    diag->said++;
    if (severity == SEVERITY_ERROR)
        diag->errors++;
}
