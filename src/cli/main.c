/* memglass: the command line. Layer 8. */
#include "cli/commands.h"

#include "base/streams.h"

#include <locale.h>

int main(int argc, char **argv)
{
    streams_hold();
    setlocale(LC_ALL, "");
    setlocale(LC_NUMERIC, "C");
    return cli_main(argc, argv, stdout);
}
