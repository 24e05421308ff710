struct player {
    int a;
};
