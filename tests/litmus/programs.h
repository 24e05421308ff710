/* The protocols of memglass as programs of the small machine. Tests only; no layer. */
#ifndef LITMUS_PROGRAMS_H
#define LITMUS_PROGRAMS_H

#include "machine.h"

#include <stddef.h>

extern const struct machine_program litmus_programs[];
extern const size_t litmus_program_count;

#endif
