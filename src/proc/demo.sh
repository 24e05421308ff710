#!/bin/sh
# `make demo`: starts memglass-proc, shows it in memglass-top, stops it whatever happens. Argument:
# the build directory.
set -eu
build=$1

# "proc" is the name a person would type; when somebody already publishes it, the demo keeps to
# itself.
name=proc
[ -e "/dev/shm/memglass_${name}_header" ] && name=demo-$$

"$build/memglass-proc" -n "$name" &
producer=$!
trap 'kill $producer 2>/dev/null || :; wait $producer 2>/dev/null || :' EXIT
trap 'exit 0' INT # the way to leave a dashboard
trap 'exit 143' TERM HUP

tries=0
until [ -e "/dev/shm/memglass_${name}_header" ]; do
    readlink "/proc/$producer/exe" >/dev/null || exit 1 # it has ended, and said why
    tries=$((tries + 1))
    if [ $tries -gt 100 ]; then
        echo "memglass-proc did not open its session within 10 s" >&2
        exit 1
    fi
    sleep 0.1
done

"$build/memglass-top" -t process -s cpu "$name"
