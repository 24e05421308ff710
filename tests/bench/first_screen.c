/* A plain ncurses program that draws one screen and waits for a key: what the dashboard's first
 * frame is compared with. Tests only; no layer. */
#include <curses.h>
#include <locale.h>

int main(void)
{
    setlocale(LC_ALL, "");
    initscr();
    start_color();
    noecho();
    for (int y = 0; y < LINES; y++)
        mvprintw(y, 0, "body-%d", y);
    refresh();
    getch();
    endwin();
    return 0;
}
