#!/bin/sh
# Holds memglass-gen against the compilers: the model of each header in `headers` and in cpp/ is
# compared with the debugging information that gcc and clang give the same types (compare.c), then
# altered models are, which must be found to differ. Environment: MEMGLASS_BUILD, CC.
set -u
cd "$(dirname "$0")" || exit 1
root=$PWD/../..
build=${MEMGLASS_BUILD:-$root/build}
case $build in /*) ;; *) build=$root/$build ;; esac
gen=$build/memglass-gen
compare=$build/tests/dwarf/compare
for program in "$gen" "$compare"; do
    [ -x "$program" ] || { echo "there is no $program"; exit 1; }
done
tmp=$(mktemp -d) || exit 1
trap 'rm -rf "$tmp"' EXIT
trap 'exit 1' INT TERM HUP
failed=0

# Everything that a unit defines is in the debugging information, used or not, so that a type that
# the model lacks is seen. clang has the DWARF of its default, gcc its own and the older one, whose
# bit-fields are written another way.
debug='-c -w -g -fno-eliminate-unused-debug-types'
builds() { # language: name and compiler, one a line
    case $1 in
    c) flags=-std=gnu11 gcc=gcc clang=clang ;;
    *) flags='-std=gnu++17 -fno-access-control' gcc=g++ clang=clang++ ;;
    esac
    command -v $gcc >/dev/null && echo "$gcc $gcc $flags $debug" &&
        echo "$gcc-dwarf3 $gcc $flags $debug -gdwarf-3 -gstrict-dwarf"
    command -v $clang >/dev/null && echo "$clang $clang $flags $debug -fstandalone-debug"
}

model() { # language header options...: $tmp/model.json and what was said in $tmp/notes
    language=$1
    header=$2
    shift 2
    # shellcheck disable=SC2086  # words are meant
    "$gen" -x "$language" --json "$@" -o "$tmp/model.json" "$header" $dash 2>"$tmp/notes"
}

# Compiles a variable of each type of the model, with each compiler.
objects() { # language source: sets $objects
    objects=
    "$compare" --declare "$tmp/model.json" >"$tmp/variables"
    case $1 in c) suffix=c ;; *) suffix=cpp ;; esac
    cat "$2" "$tmp/variables" >"$tmp/unit.$suffix"
    builds "$1" >"$tmp/builds"
    while read -r name command; do
        # shellcheck disable=SC2086  # words are meant
        $command $cflags -o "$tmp/$name.o" "$tmp/unit.$suffix" 2>"$tmp/said" || {
            echo "$name cannot declare the types:"
            head -n 20 "$tmp/said"
            return 1
        }
        objects="$objects $name=$tmp/$name.o"
    done <"$tmp/builds"
}

check() { # title language source header-or-nothing: of which all types must be in the model
    # shellcheck disable=SC2086  # words are meant
    objects "$2" "$3" && "$compare" "$1" "$tmp/model.json" "$tmp/notes" "$4" $objects
}

check_header() { # language include package
    cflags=
    [ "$3" = - ] || cflags=$(pkg-config --cflags "$3" 2>/dev/null)
    [ "$3" = libclang ] && cflags=$("$root/gen/libclang.sh" cflags)
    dash="-- $cflags"
    echo "#include <$2>" >"$tmp/unit.h"
    # shellcheck disable=SC2086  # words are meant
    "${CC:-cc}" $cflags -E "$tmp/unit.h" >"$tmp/said" 2>&1 ||
        { echo "skipped $2 ($1): it is not installed" && return 0; }
    model "$1" "$tmp/unit.h" --all-included || { head -n 20 "$tmp/notes" && return 1; }
    check "$2 ($1)" "$1" "$tmp/unit.h" ""
}

check_own() { # header of cpp/
    cflags="-I$root/inc"
    dash="-- $cflags"
    echo "#include \"$PWD/$1\"" >"$tmp/unit.h"
    model c++ "$PWD/$1" --all || { cat "$tmp/notes"; return 1; }
    check "$1 (c++)" c++ "$tmp/unit.h" "$PWD/$1"
}

# ---- the comparison -------------------------------------------------------------------------------

for compiler in gcc g++ clang clang++; do
    command -v $compiler >/dev/null || echo "skipped $compiler: it is not installed"
done >"$tmp/report"
sed '/^#/d' headers >"$tmp/headers"
while read -r language include package; do
    check_header "$language" "$include" "$package" || failed=1
done <"$tmp/headers" >>"$tmp/report"
for header in cpp/*.hpp; do
    check_own "$header" || failed=1
done >>"$tmp/report"
cat "$tmp/report" && cp "$tmp/report" "$build/generator-check.txt"
awk '/ types .* differences$/ {
         headers++; types += $3; fields += $5; compared += $7; differences += $11 }
     / skipped [0-9]*: / { skipped += $2; split($0, part, ": "); reason[part[2]] += $2 }
     /^skipped/ { print "total: " $0 }
     END { printf "total: %d headers, %d types, %d fields; %d comparisons of a field, " \
                  "%d differences, %d skipped\n",
                  headers, types, fields, compared, differences, skipped
           for (text in reason) printf "total: skipped %d: %s\n", reason[text], text
           if (headers < 20) { print "too few headers are installed"; exit 1 } }' \
    "$tmp/report" || failed=1

# ---- a comparison that cannot fail proves nothing -------------------------------------------------

unseen() { # model, what is wrong with it
    # shellcheck disable=SC2086  # words are meant
    "$compare" altered "$1" "$tmp/notes" "$PWD/cpp/altered.hpp" $objects >"$tmp/said"
    [ $? = 1 ] && grep -q ^DIFFERENCE "$tmp/said" && return
    echo "the comparison does not see that $2"
    failed=1
}

# altered PATTERN FROM TO: FROM is made TO in the first line with PATTERN.
altered() {
    sed "0,/$1/{/$1/s/$2/$3/}" "$tmp/right.json" >"$tmp/altered.json"
    if cmp -s "$tmp/right.json" "$tmp/altered.json"; then
        echo "the model has no line of $1 to alter"
        failed=1
    fi
    unseen "$tmp/altered.json" "$1 is made $3"
    alterations=$((alterations + 1))
}

lacking() { # type or field
    model c++ "$PWD/cpp/altered.hpp" --all "-DWITHOUT_$1"
    unseen "$tmp/model.json" "the model has no $1"
    alterations=$((alterations + 1))
}

alterations=0
check_own cpp/altered.hpp >"$tmp/said" || failed=1
cp "$tmp/model.json" "$tmp/right.json"
altered '"size": 24' 24 32
altered '"name": "way"' way away
altered '"bit_offset": 32' 32 33
altered '"bit_size": 3,' 3 4
altered '"kind": "bool"' bool uint
altered '"kind": "char"' char int
altered '"kind": "enum"' enum int
altered '"south": 2' 2 3
altered '"south": 2' south sooth
altered '^ *5$' 5 6
altered '"dims": \[\]' '\[\]' '[1]'
lacking safe
lacking letter
[ $failed = 0 ] && echo "total: $alterations altered models, each found to differ"
exit $failed
