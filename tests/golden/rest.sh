# When memglass-gen may rest, and when not: read by run.sh, whose functions it uses. What it runs when
# it does not rest is counted by a script in that program's place.
rest=$tmp/rest
mkdir -p "$rest/bin" && cp "$gen" "$rest/bin/memglass-gen"
cat >"$rest/bin/memglass-gen-clang" <<END
#!/bin/sh
echo run >>"$rest/runs"
exec "$gen-clang" "\$@"
END
chmod +x "$rest/bin/memglass-gen-clang"

runs() { wc -l <"$rest/runs"; }

# A folder of its own with game.h, which finds vec.h in b/ and looks for it in a/ before.
begin() {
    rm -rf "$rest/w" && mkdir -p "$rest/w/a" "$rest/w/b" && cd "$rest/w" || return 1
    printf '#include <vec.h>\n#include <stdint.h>\n#if __has_include(<more.h>)\n#include <more.h>\n#endif\n%s\n' \
        'struct game { vec v; int32_t n; };' >game.h
    echo 'typedef struct { float x; } vec;' >b/vec.h
    echo '[{"directory": "'"$PWD"'", "file": "game.c", "command": "cc -DA=1 game.c"}]' >compile_commands.json
    : >"$rest/runs"
}

# The command of all cases.
made() { "$rest/bin/memglass-gen" --from-compile-db . --all -Ia -Ib -MD -o out.h game.h $more; }

# notices COMMAND: once made, nothing is done until the command; then it is made as if for the first
# time.
notices() { (
    more=
    begin && made || return 1
    made && [ "$(runs)" = 1 ] || { echo "it does not rest before"; return 1; }
    eval "$1" || return 1
    made >said 2>&1
    status=$?
    [ "$(runs)" = 2 ] || { echo "it rests"; return 1; }
    cp out.h now 2>/dev/null
    rm -f out.h .out.h.inputs
    made >again 2>&1
    [ $? = $status ] && cmp said again || return 1
    [ $status != 0 ] || cmp now out.h
); }

while read -r name command; do
    ok "it notices: $name" notices "$command"
done <<'END'
the_header sed -i 's/int32_t/int64_t/' game.h
an_included_header sed -i 's/float/double/' b/vec.h
the_same_size_and_time sed -i 's/float/int32/;s/int32/short/' b/vec.h && touch -r game.h b/vec.h
a_header_found_before echo 'typedef struct { char x; } vec;' >a/vec.h
a_system_header_found_before echo 'typedef long int32_t;' >a/stdint.h
a_header_that_is_asked_for : >b/more.h
a_header_that_is_gone rm b/vec.h
another_file_behind_a_link mkdir c && echo 'typedef struct { char x; } vec;' >c/vec.h && rm -r b && ln -s c b
an_option more=-DB
one_option_less more=-DB; made; : >"$rest/runs"; echo run >"$rest/runs"; more=
another_folder cp -r . ../w2 && rm -rf ../w3 && mv ../w2 ../w3 && cd ../w3
the_environment export CPATH=a
a_build's_flags sed -i 's/A=1/A=2/' compile_commands.json
no_output rm out.h
an_edited_output echo '/* mine */' >>out.h
no_rule_for_make rm out.d
no_record rm .out.h.inputs
an_empty_record : >.out.h.inputs
half_a_record head -c 400 .out.h.inputs >x && mv x .out.h.inputs
a_record_without_a_line sed -i '/^read.*vec/d' .out.h.inputs
a_record_with_another_line sed -i 's/^absent.*vec.h$/absent 0 0 0 0 0 0 a\/fec.h/' .out.h.inputs
a_record_of_later_times sed -i '1s/inputs 1/inputs 2/' .out.h.inputs
END

# rests COMMAND CHECK: nothing is done after the command either, and the check succeeds.
rests() { (
    more=
    begin && made && cp -p out.h before || return 1
    eval "$1" || return 1
    made && made || return 1
    [ "$(runs)" = 1 ] || { echo "it does not rest"; return 1; }
    eval "$2"
); }
ok "it rests: the output is not touched" rests : '[ ! out.h -nt before ] && [ ! out.h -ot before ]'
ok "it rests: other variables" rests 'export MEMGLASS_TEST_NOTHING=1' :
ok "it rests: a touched header, but make finds the output newer" rests 'touch b/vec.h' '[ out.h -nt b/vec.h ]'
ok "it rests: a header written as it was" rests 'cp b/vec.h x && mv x b/vec.h' :

# Several outputs of one call: all are looked at.
each_output() { (
    begin && echo 'struct other { int a; };' >other.h || return 1
    all() { "$rest/bin/memglass-gen" --all -Ib game.h other.h; }
    all && all && [ "$(runs)" = 1 ] && echo >>other.memglass.h && all && all && [ "$(runs)" = 2 ]
); }
ok "it rests: several outputs" each_output

# What it has to say about a header is said every time.
says_again() { (
    begin && printf '#include <memglass/observe.h>\nstruct MEMGLASS_OBSERVE tail { int n; char data[]; };\n' >tail.h ||
        return 1
    for i in 1 2; do
        "$rest/bin/memglass-gen" $I -o tail.out tail.h 2>said || return 1
        grep -q "note: 'data' has no length" said || return 1
    done
    [ ! -e .tail.out.inputs ]
); }
ok "a note is not lost by resting" says_again

no_record() { (
    begin && "$rest/bin/memglass-gen" --all -Ib -o - game.h >out && "$rest/bin/memglass-gen" --all -Ib -o /dev/null game.h &&
        "$rest/bin/memglass-gen" --all -Ib --dry-run -o x.h game.h >out && [ -z "$(find . /dev -maxdepth 1 -name '.*.inputs')" ]
); }
ok "no record without an output" no_record
