#include <memglass/observe.h>
namespace game {
struct MEMGLASS_OBSERVE player {
    int a;
};
}
struct MEMGLASS_OBSERVE game_player {
    int a;
};
