#include "no/such/header.h"
struct player {
    int a;
};
