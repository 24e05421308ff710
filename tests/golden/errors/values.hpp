#include <memglass/observe.h>
#include <optional>
#include <string>
#include <utility>
struct MEMGLASS_OBSERVE player {
    std::optional<int> fine;
    std::optional<std::string> name;
    std::pair<int, std::optional<std::pair<char, std::string>>> deep;
};
