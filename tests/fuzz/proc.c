/* Fuzzing the parsers of /proc. Tests only. */
#include "proc/parse.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1), command[64];
    if (!text)
        return 0;
    memcpy(text, data, size);
    text[size] = '\0';
    struct stat_line line;
    struct memory_info memory;
    struct load_info load;
    struct cpu_times cores[3];
    struct system_info system;
    uint32_t uid;
    parse_stat(text, &line);
    parse_status_uid(text, &uid);
    parse_command(text, size, command, sizeof command);
    parse_meminfo(text, &memory);
    parse_loadavg(text, &load);
    parse_system_stat(text, cores, 3, &system);
    free(text);
    return 0;
}
