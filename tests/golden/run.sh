#!/bin/sh
# Holds memglass-gen against what is kept here: the header, the JSON and, of some, the listing that it
# makes of each header in gen/, what it says about each one in errors/, whether a compiler agrees with it (layout.c,
# layout.cpp), its command line (cli.sh), and when it has nothing to do (rest.sh). `run.sh --update` keeps what it makes now instead.
# Environment: MEMGLASS_BUILD, CC, CXX.
set -u
cd "$(dirname "$0")" || exit 1
here=$PWD
root=$here/../..
build=${MEMGLASS_BUILD:-$root/build}
case $build in /*) ;; *) build=$root/$build ;; esac
gen=$build/memglass-gen
update=${1:-}
warnings='-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror'
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
export ASAN_OPTIONS="${ASAN_OPTIONS:-}:detect_leaks=0" # libclang keeps memory for as long as it lives
checks=0
failures=0

# ok NAME COMMAND...: one check. What it prints is shown when it fails.
ok() {
    name=$1
    shift
    checks=$((checks + 1))
    if ! "$@" >"$tmp/said" 2>&1; then
        failures=$((failures + 1))
        echo "FAIL $name"
        sed 's/^/    /' "$tmp/said" | head -n 30
    fi
}

# same EXPECTED ACTUAL: the files are equal; with --update they are made so.
same() {
    if [ "$update" = --update ]; then
        cmp -s "$2" "$1" || cp "$2" "$1"
    else
        diff -u "$1" "$2"
    fi
}

# The first line of a header may say how it is meant: "// only c", "// only generate", "// -option".
arguments() {
    sed -n '1s,^// ,,p' "$1" | sed 's/^only [a-z]* *//'
}

only() {
    sed -n '1s,^// only \([a-z]*\).*,\1,p' "$1"
}

# As C, as C++, with every warning an error: the generated header is included, the rest is used.
compiles() { # header
    generated=$(basename "${1%.*}").memglass.h
    stem=$(basename "${1%.*}")
    {
        echo "#include \"$generated\""
        echo "int use(memglass_session *s);"
        echo "int use(memglass_session *s) { return memglass_register_all_$stem(s); }"
    } >"$tmp/use.c"
    case $1:$(only "$1") in
    *.h:generate) return 0 ;;
    *.h:c) languages=c ;;
    *.h:) languages='c c++' ;;
    *) languages=c++ ;;
    esac
    for language in $languages; do
        case $language in
        c) compile="${CC:-cc} -x c -std=c11" ;;
        *) compile="${CXX:-c++} -x c++ -std=c++17 -Wno-attributes" ;;
        esac
        # shellcheck disable=SC2086  # words are meant
        $compile $warnings -Wno-unused-private-field -Igen -I"$root/inc" -fsyntax-only "$tmp/use.c" || return 1
    done
}

golden() { # header
    base=gen/$(basename "${1%.*}").memglass
    # shellcheck disable=SC2046  # words are meant
    (cd gen && "$gen" -I"$root/inc" $(arguments "${1#gen/}") -o "$tmp/out.h" "${1#gen/}" 2>"$tmp/err" &&
        "$gen" -I"$root/inc" $(arguments "${1#gen/}") -o - "${1#gen/}" >"$tmp/out.h" 2>/dev/null &&
        "$gen" -I"$root/inc" $(arguments "${1#gen/}") --json "${1#gen/}" >"$tmp/out.json" \
            2>/dev/null) || { cat "$tmp/err"; return 1; }
    same "$base.h" "$tmp/out.h" && same "$base.json" "$tmp/out.json" || return 1
    [ ! -e "$base.layout" ] || {
        # shellcheck disable=SC2046  # words are meant
        (cd gen && "$gen" -I"$root/inc" $(arguments "${1#gen/}") --layout "${1#gen/}") \
            >"$tmp/out.layout" 2>/dev/null && same "$base.layout" "$tmp/out.layout"
    }
}

# The same headers from elsewhere: lines end in CRLF, the last one in nothing, and a mark of UTF-8 is in front.
foreign=$tmp/foreign
mkdir "$foreign"
for header in gen/*.h gen/*.hpp; do
    {
        printf '\357\273\277'
        awk 'NR > 1 { printf "\r\n" } { printf "%s", $0 }' "$header"
    } >"$foreign/${header#gen/}"
done

same_from_elsewhere() { # header
    base=gen/$(basename "${1%.*}").memglass
    # shellcheck disable=SC2086  # words are meant
    (args=$(arguments "$1") && cd "$foreign" && "$gen" -I"$root/inc" $args -o - "${1#gen/}" >"$tmp/out.h") &&
        cmp "$base.h" "$tmp/out.h"
}

complains() { # header
    # shellcheck disable=SC2046  # words are meant
    (cd errors && "$gen" -I"$root/inc" $(arguments "${1#errors/}") -o "$tmp/never.h" "${1#errors/}") >"$tmp/out" 2>&1
    status=$?
    [ $status = 1 ] || { echo "exit status $status instead of 1"; return 1; }
    [ ! -e "$tmp/never.h" ] || { echo "it wrote an output"; return 1; }
    same "${1%.*}.${1##*.}.err" "$tmp/out"
}

# A program that compares each descriptor with what the compiler says.
layout() { # compiler standard source
    # shellcheck disable=SC2086
    $1 $2 -O1 -w -Igen -I"$root/inc" -o "$tmp/layout" "$3" && "$tmp/layout"
}

[ -x "$gen" ] || { echo "there is no $gen"; exit 1; }
for header in gen/*.h gen/*.hpp; do
    case $header in *.memglass.h) continue ;; esac
    ok "$header" golden "$header"
    ok "$header compiles" compiles "$header"
    ok "$header from elsewhere" same_from_elsewhere "$header"
done
for header in errors/*.h errors/*.hpp; do
    ok "$header" complains "$header"
done
ok "layout as C" layout "${CC:-cc}" -std=gnu11 layout.c
ok "layout as C++" layout "${CXX:-c++}" "-std=gnu++17 -x c++" layout.c
ok "layout of C++" layout "${CXX:-c++}" "-std=gnu++17 -fno-access-control" layout.cpp
# shellcheck source=cli.sh
. ./cli.sh
# shellcheck source=rest.sh
. ./rest.sh

echo "$checks checks, $failures failed"
[ $failures = 0 ]
