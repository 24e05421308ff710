#!/bin/sh
# Prints how to compile or link against libclang: `libclang.sh cflags`, `libclang.sh libs`. Exits 1
# when there is none. LLVM_CONFIG=... names the installation to use; else the default one, else the
# newest found.
set -u

prefixes() {
    for config in ${LLVM_CONFIG:-llvm-config}; do
        command -v "$config" >/dev/null 2>&1 && "$config" --prefix
    done
    ls -d /usr/lib/llvm-*/ /usr/lib/llvm/*/ /usr/lib64/llvm*/ 2>/dev/null | sort -rV
    printf '%s\n' /usr/local /usr
}

for prefix in $(prefixes); do
    prefix=${prefix%/}
    [ -f "$prefix/include/clang-c/Index.h" ] || continue
    for lib in "$prefix/lib64" "$prefix/lib" "$prefix"/lib/*-linux-*; do
        [ -e "$lib/libclang.so" ] && break 2
    done
done
[ -e "${lib:-}/libclang.so" ] || exit 1

case "$prefix:$1" in
/usr:cflags) ;;
/usr:libs) echo "-lclang" ;;
*:cflags) echo "-isystem $prefix/include" ;;
*:libs) echo "-L$lib -Wl,-rpath,$lib -lclang" ;;
esac
