/* Parses the header that it is given with libclang, once, and ends: what the generator is compared
 * with. Tests only; no layer. */
#include <clang-c/Index.h>

int main(int argc, char **argv)
{
    const char *const arguments[] = {"-x", "c"};
    if (argc != 2)
        return 2;
    CXIndex index = clang_createIndex(0, 0);
    CXTranslationUnit unit = clang_parseTranslationUnit(index, argv[1], arguments, 2, NULL, 0, 0);
    int failed = unit == NULL;
    if (unit)
        clang_disposeTranslationUnit(unit);
    clang_disposeIndex(index);
    return failed;
}
