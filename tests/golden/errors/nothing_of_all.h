// --all
int a;
struct later;
