# The command line of memglass-gen, sourced by run.sh.

# fails STATUS TEXT ARGUMENT...: that exit status, and one line that holds the text.
fails() {
    expected=$1
    text=$2
    shift 2
    said=$("$gen" "$@" 2>&1 >/dev/null)
    status=$?
    [ $status = "$expected" ] || { echo "exit status $status: $said"; return 1; }
    [ "$(printf '%s\n' "$said" | wc -l)" = 1 ] || { echo "not one line: $said"; return 1; }
    case $said in *"$text"*) ;; *) echo "does not say '$text': $said"; return 1 ;; esac
}

work=$tmp/cli
mkdir -p "$work/sub dir" "$work/out"
cp gen/arrays.h gen/nested.h gen/classes.hpp "$work"
cp gen/arrays.h "$work/sub dir/other.h"
I=-I$root/inc

ok "no header" fails 2 "name the header to read"
ok "unknown option" fails 2 "unknown option '--frobnicate'" --frobnicate x.h
ok "option without its argument" fails 2 "-o needs an argument" x.h -o
ok "unknown language" fails 2 "-x takes c or c++, not 'pascal'" -x pascal x.h
ok "-MF without -MD" fails 2 "needs -MD" -MF x.d x.h
ok "-MD to stdout" fails 2 "give -o FILE" -MD -o - x.h
ok "a header as output" fails 2 "arrays.h is the header that is read" \
    $I -o "$work/../cli/arrays.h" "$work/arrays.h"
ok "a header as rule" fails 2 "arrays.h is the header that is read" \
    $I -MD -MF "$work/arrays.h" "$work/arrays.h"
ok "missing header" fails 1 "cannot read $work/none.h: No such file" "$work/none.h"
ok "folder as header" fails 1 "it is a folder" "$work/out"
ok "unwritable output" fails 1 "cannot write $work/none/x.h: No such file" \
    $I -o "$work/none/x.h" "$work/arrays.h"

help_in_manual() {
    "$gen" --help | grep -Eo '^  -[^ ]*(, --[a-z-]*)?' | tr -d ' ' | tr ',' '\n' |
        sed 's/=.*//' >"$work/options"
    [ -s "$work/options" ] || { echo "no option in --help"; return 1; }
    while read -r option; do
        tr -d '\\' <"$root/man/memglass-gen.1" | grep -qe "$option\b" ||
            { echo "the manual lacks $option"; return 1; }
    done <"$work/options"
}
ok "every option is in the manual" help_in_manual

ok "unknown standard" fails 1 "clang does not accept the options" -std=c1234 "$work/arrays.h"

ok "--json with --layout" fails 2 "--json and --layout exclude each other" --json --layout x.h

version() { [ "$("$gen" --version)" = "memglass-gen $(sed -n 's/.*MEMGLASS_VERSION "\(.*\)"/\1/p' \
    "$root/inc/memglass/base.h")" ]; }
ok "--version" version

default_output() {
    "$gen" $I "$work/arrays.h" && [ -s "$work/arrays.memglass.h" ] &&
        grep -q '^#include "arrays.h"' "$work/arrays.memglass.h"
}
ok "the output stands beside the header" default_output

relative_include() {
    "$gen" $I -o "$work/out/made.h" "$work/sub dir/other.h" &&
        grep -qx '#include "../sub dir/other.h"' "$work/out/made.h" &&
        grep -q memglass_register_all_made "$work/out/made.h"
}
ok "the include is relative to the output" relative_include

nothing_of_this_machine() {
    "$gen" $I -o "$work/out/a.h" "$work/arrays.h" && (cd "$work" && "$gen" $I -o out/b.h arrays.h) &&
        ! grep -n "$work" "$work/out/a.h" "$work/out/b.h"
}
ok "no absolute path gets into the output" nothing_of_this_machine

kept_on_error() {
    echo old >"$work/out/keep.h"
    "$gen" $I -o "$work/out/keep.h" errors/syntax.h 2>/dev/null
    [ "$(cat "$work/out/keep.h")" = old ] && [ "$(ls "$work/out" | grep -c keep)" = 1 ]
}
ok "an error leaves the old output alone" kept_on_error

# One line, and neither the old output nor a file beside it.
untouched() { # header
    mkdir -p "$work/old" && echo old >"$work/old/x.h"
    fails 1 "$1" $I -o "$work/old/x.h" "$1" && [ "$(cat "$work/old/x.h")" = old ] &&
        [ "$(ls "$work/old")" = x.h ]
}
for header in errors/syntax.h errors/missing_include.h errors/empty.h errors/none.h "$work/out"; do
    ok "$header: one line, the old output stays" untouched "$header"
done
mkdir -p "$work/taken.h"
ok "a folder as output" fails 1 "cannot write $work/taken.h: Is a directory" \
    $I -o "$work/taken.h" "$work/arrays.h"
ok "a full disk" fails 1 "cannot write /dev/full: No space left" $I -o /dev/full "$work/arrays.h"

flexible() {
    fails 0 "costs.h:62:14: note: 'data' has no length: it is left out of 'tail', whose fixed part" \
        $I -o "$work/out/costs.h" gen/costs.h
}
ok "an array without a length is left out, with a note" flexible

# The file is the same one (its inode), but newer than the header, so that make rests.
touched_when_same() {
    "$gen" $I -o "$work/out/same.h" "$work/arrays.h" || return 1
    before=$(ls -i "$work/out/same.h")
    touch -d '2001-01-01' "$work/out/same.h"
    "$gen" $I -o "$work/out/same.h" "$work/arrays.h" || return 1
    [ "$(ls -i "$work/out/same.h")" = "$before" ] && [ "$work/out/same.h" -nt "$work/arrays.h" ]
}
ok "an unchanged output is touched, not rewritten" touched_when_same

dependencies() {
    "$gen" $I -MD -o "$work/out/dep.h" "$work/nested.h" || return 1
    head -n 1 "$work/out/dep.d" | grep -q "^$work/out/dep.h:" &&
        grep -q "arrays\.h" "$work/out/dep.d" && grep -q "observe\.h:$" "$work/out/dep.d" &&
        "$gen" $I -MD -MF "$work/out/named" -o "$work/out/dep.h" "$work/sub dir/other.h" &&
        grep -q 'sub\\ dir/other.h' "$work/out/named"
}
ok "-MD and -MF" dependencies

# Ninja takes a name with '..' apart as text, past symbolic links.
real_dependencies() {
    echo '#include <type_traits>
struct [[memglass::observe]] found { int a; };' >"$work/found.hpp"
    "$gen" $I -MD -o "$work/out/found.h" "$work/found.hpp" || return 1
    grep -q '/type_traits' "$work/out/found.d" && ! grep -n '/\.\./' "$work/out/found.d"
}
ok "-MD gives no roundabout names" real_dependencies

make_rests() {
    printf 'x.memglass.h: arrays.h ; @echo run; "%s" %s -MD -o $@ arrays.h\n-include x.memglass.d\n' \
        "$gen" "$I" >"$work/Makefile"
    first=$(make -s -C "$work" x.memglass.h) && second=$(make -s -C "$work" x.memglass.h) || return 1
    [ "$first" = run ] && [ "$(echo "$second" | grep -c run)" = 0 ] || return 1
    touch -d '+2 seconds' "$work/arrays.h"
    [ "$(make -s -C "$work" x.memglass.h)" = run ]
}
ok "make runs it once" make_rests

dry_run() {
    said=$("$gen" $I --dry-run -o "$work/out/dry.h" "$work/arrays.h") && [ ! -e "$work/out/dry.h" ] &&
        echo "$said" | grep -q '^  arrays: size '
}
ok "--dry-run writes nothing" dry_run

several() {
    "$gen" $I -o "$work/out/all.h" "$work/arrays.h" "$work/nested.h" &&
        [ "$(grep -c '^static const memglass_type memglass_type_point ' "$work/out/all.h")" = 1 ] &&
        "$gen" $I "$work/arrays.h" "$work/classes.hpp" && [ -s "$work/classes.memglass.h" ]
}
ok "several headers" several

defined() {
    printf '#ifdef YES\nstruct player { FIELD b; };\n#endif\n' >"$work/macro.h"
    "$gen" -I "$work" -DYES -D 'FIELD=long' --all -o - "$work/macro.h" | grep -q '"b", "long"' &&
        ! "$gen" -DYES -UYES -DFIELD=long --all -o - "$work/macro.h" 2>/dev/null
}
ok "-I -D -U" defined

mkdir "$work/rival"
echo 'struct thing { int a; };' >"$work/thing.h"
printf '\nstruct thing { float b; };\n' >"$work/rival/thing.h"
ok "two types of one name in one output" fails 1 \
    "rival/thing.h:2:8: error: another 'thing' is defined at $work/thing.h:1" \
    --all -o "$work/out/things.h" "$work/thing.h" "$work/rival/thing.h"

included() {
    said=$("$gen" $I --all-included --dry-run -o - "$work/nested.h") &&
        echo "$said" | grep -q '^  arrays: ' && echo "$said" | grep -q '^  second: ' &&
        ! "$gen" $I --all --dry-run -o - "$work/nested.h" | grep -q '^  arrays: '
}
ok "--all-included takes what is included" included

types() {
    "$gen" $I --type arrays --type 'bra*' --dry-run -o - "$work/nested.h" | sed -n 's/^  \(.*\):.*)$/\1/p;s/^  \([a-z_]*\): [^(]*$/=\1/p' >"$work/said"
    [ "$(grep -c '^=' "$work/said")" = 2 ] && grep -qx =arrays "$work/said" && grep -qx =branch "$work/said"
}
ok "--type takes names and globs" types
ok "--type that nothing fits" fails 1 "nested.h: error: no complete struct or union fits --type 'trees'" \
    $I --type 'b*' --type trees -o - "$work/nested.h"
ok "--type with --all: not of what is included" fails 1 "fits --type 'arrays'" \
    $I --all --type arrays -o - "$work/nested.h"
printf 'struct s { int &r; };\n' >"$work/refused.hpp"
ok "--type of one that cannot be observed" fails 1 "refused.hpp:1:17: error: field 'r'" \
    --type s -o - "$work/refused.hpp"

# Two headers of one name in one file: both are there, one function registers the types of both.
one_name() {
    mkdir -p "$work/a" "$work/b"
    for folder in a b; do
        printf '#include <memglass/observe.h>\nstruct MEMGLASS_OBSERVE %s { int x; };\n' $folder \
            >"$work/$folder/game.h"
        "$gen" $I "$work/$folder/game.h" || return 1
    done
    cat >"$work/both.c" <<'END'
#include "a/game.memglass.h"
#include "b/game.memglass.h"
#include "a/game.memglass.h"
#include <string.h>
static char names[8];
int memglass_register(struct memglass_session *s, const memglass_type *type)
{
    (void)s;
    strcat(names, type->name);
    return MEMGLASS_OK;
}
int main(void) { return memglass_register_all_game(NULL) || strcmp(names, "ab") != 0; }
END
    ${CC:-cc} -std=c11 $warnings $I -I"$work" -o "$work/beside" "$work/both.c" && "$work/beside" &&
        ${CXX:-c++} -x c++ -std=c++17 -w $I -I"$work" -fsyntax-only "$work/both.c"
}
ok "two headers of one name" one_name

same_from_anywhere() {
    "$gen" $I -o "$work/nested.memglass.h" "$work/nested.h" &&
        cp "$work/nested.memglass.h" "$work/first" && rm "$work/nested.memglass.h" &&
        (cd "$work/out" && "$gen" $I -o ../nested.memglass.h ../nested.h) &&
        cmp "$work/first" "$work/nested.memglass.h"
}
ok "the output is the same from any folder" same_from_anywhere

# The stem comes before the folder, flags that clang does not know are left out, paths are the build's.
compile_db() {
    mkdir -p "$work/db/build" "$work/db/src" "$work/db/inc" "$work/db/lone"
    printf 'typedef short number;\n' >"$work/db/inc/number.h"
    printf '#include <number.h>\nstruct cell { number n[SIDES]; LATE; };\n' |
        tee "$work/db/src/cell.h" >"$work/db/src/cells.h"
    cp "$work/db/src/cell.h" "$work/db/lone/cell_none.h"
    cat >"$work/db/build/compile_commands.json" <<END
[{"directory": "$work/db/build", "file": "../src/other.c",
  "command": "gcc -I../inc -DSIDES=1 -DLATE=long\ o -c ../src/other.c"},
 {"directory": "$work/db/build", "file": "../src/cell.cpp", "arguments": ["g++", "-I", "../inc",
  "-fno-semantic-interposition", "-Wno-such", "-DSIDES=6", "-DLATE=number get() const { return n[0]; }",
  "-std=c++14", "-o", "x.o", "-c", "../src/cell.cpp"]}]
END
    "$gen" --from-compile-db "$work/db/build" --all --json "$work/db/src/cell.h" >"$work/said" &&
        grep -q '"size": 12' "$work/said" && grep -q '"spelling": "cell"' "$work/said" &&
        "$gen" --from-compile-db "$work/db/build" -DSIDES=3 --all --json "$work/db/src/cells.h" |
        grep -q '"size": 6' && (cd "$work/db/build" && "$gen" --from-compile-db compile_commands.json \
        -DSIDES=3 --all --json ../src/cells.h) | grep -q '"size": 6' &&
        "$gen" --from-compile-db "$work/db/build/compile_commands.json" --all --json "$work/db/src/cell.h" |
        cmp - "$work/said"
}
ok "--from-compile-db" compile_db
ok "--from-compile-db without a file to go by" fails 1 "has no file of the name of" \
    --from-compile-db "$work/db/build" --all "$work/db/lone/cell_none.h"
ok "--from-compile-db without a database" fails 1 "cannot read $work/db/src/compile_commands.json" \
    --from-compile-db "$work/db/src" --all "$work/db/src/cell.h"

languages() {
    printf 'class p { public: int a; };\n' >"$work/lang.h"
    "$gen" -x c++ --all -o - "$work/lang.h" | grep -q '"p"' &&
        "$gen" -std=c++20 --all -o - "$work/lang.h" | grep -q '"p"' &&
        ! "$gen" --all -o - "$work/lang.h" 2>/dev/null &&
        printf 'struct FORCED { int a; };\n' >"$work/plain.h" &&
        "$gen" --all -o - "$work/plain.h" -- -DFORCED=forced | grep -q '"forced"'
}
ok "the language" languages

special_file() {
    "$gen" $I -o /dev/null "$work/arrays.h" && [ -c /dev/null ]
}
ok "/dev/null stays what it is" special_file

stale() {
    cp "$work/arrays.h" "$work/stale.h"
    "$gen" $I "$work/stale.h" || return 1
    sed -i 's/int16_t x, y;/int16_t x, z, y;/' "$work/stale.h"
    echo '#include "stale.memglass.h"' >"$work/stale.c"
    ${CC:-cc} -std=c11 $I -I"$work" -fsyntax-only "$work/stale.c" 2>"$work/said"
    grep -q "sizeof(memglass_ctype_point) has changed: run memglass-gen again" "$work/said"
}
ok "a stale output does not compile" stale

# Two names of one file: as it is given, and as it is found beside the one that includes it.
included_too() (
    mkdir -p "$work/twonames" && cd "$work/twonames" &&
        printf '#pragma once\n#include <memglass/observe.h>\nstruct MEMGLASS_OBSERVE part { int x; };\n' >part.h &&
        printf '#pragma once\n#include "part.h"\nstruct MEMGLASS_OBSERVE all { struct part p; };\n' >all.h &&
        "$gen" $I -o out.h all.h part.h && echo '#include "out.h"' >both.c &&
        ${CC:-cc} -std=c11 $I -fsyntax-only both.c
)
ok "a header beside one that includes it" included_too

json_is_json() {
    "$gen" $I --json "$work/nested.h" >"$work/out.json" && "$gen" $I --json -o "$work/out2.json" \
        "$work/nested.h" && cmp "$work/out.json" "$work/out2.json" && grep -q '"version": 1' "$work/out.json"
}
ok "--json goes to stdout or to -o" json_is_json

many_structs() {
    awk -v n=5000 'BEGIN {
        print "#include <memglass/observe.h>"
        for (i = 0; i < n; i++)
            printf "enum e%d { A%d, B%d };\nstruct MEMGLASS_OBSERVE s%d {\n    float a; // @unit(m)\n" \
                   "    char c[16];\n    enum e%d e;\n    struct { int x; } in[3];\n};\n", i, i, i, i, i
    }' >"$work/large.h"
    "$gen" $I -o "$work/out/large.h" "$work/large.h" &&
        [ "$(grep -c '^static const memglass_type ' "$work/out/large.h")" = 10000 ]
}
ok "5,000 structs with 5,000 in them" many_structs
