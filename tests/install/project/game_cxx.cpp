// The same program as C++17: the headers and the generated one serve both languages.
#include "game.c"
