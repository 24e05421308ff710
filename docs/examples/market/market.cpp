// Order books that can be looked at: `market [SECONDS]`, then `memglass-top market`.
#include "market.h"
#include "market.memglass.h"

#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memglass/memglass.hpp>
#include <random>
#include <thread>

namespace
{

volatile std::sig_atomic_t ended = 0;

// Whoever looks sees all of the change, or nothing of it: the sides of a book belong together.
void quote(market::book &book, double middle, std::mt19937 &random)
{
    std::uniform_int_distribution<std::uint32_t> amount(1, 500);
    memglass::write_section whole(&book);
    book.phase = market::trading_phase::trading;
    book.last = middle;
    for (std::size_t i = 0; i < book.bids.size(); i++) {
        double step = 0.01 * static_cast<double>(i + 1);
        book.bids[i] = {middle - step, amount(random), 1 + amount(random) / 50};
        book.asks[i] = {middle + step, amount(random), 1 + amount(random) / 50};
    }
}

int fail(const memglass::session &session)
{
    std::fprintf(stderr, "market: %s\n", session.error().message);
    return 1;
}

} // namespace

int main(int argc, char **argv)
{
    memglass::session session("market"); // closed with its scope
    if (!session)
        return fail(session);

    std::array<memglass::object<market::book>, 3> books;
    for (std::size_t i = 0; i < books.size(); i++) {
        constexpr const char *symbols[] = {"ACME", "GLOBEX", "INITECH"};
        books[i] = memglass::create<market::book>(session, symbols[i]);
        if (!books[i])
            return fail(session);
        std::snprintf(books[i]->symbol, sizeof books[i]->symbol, "%s", symbols[i]);
    }

    std::signal(SIGINT, [](int) { ended = 1; });
    std::signal(SIGTERM, [](int) { ended = 1; });
    std::mt19937 random(1);
    std::normal_distribution<double> step(0, 0.02);
    std::array<double, 3> middle{100, 100, 100};
    long turns = argc > 1 ? std::atol(argv[1]) * 50 : -1;
    for (long turn = 0; !ended && turn != turns; turn++) {
        for (std::size_t i = 0; i < books.size(); i++) {
            middle[i] += step(random) + (100 - middle[i]) / 1000;
            quote(*books[i], middle[i], random);
            books[i]->trades++; // atomic: a store like any other
            books[i]->volume += books[i]->bids[0].amount;
        }
        session.tick(); // the screen shows turns a second
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    return 0;
}
