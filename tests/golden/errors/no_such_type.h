// --type thing* --type player
struct player {
    int a;
};
