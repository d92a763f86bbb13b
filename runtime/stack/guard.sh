#!/bin/sh
# Runs one child of Longplay, and ends it when Longplay ends, however that happens: fd 0 is a pipe from Longplay on which
# nothing is ever written, and its end of file is the order to stop. A shell rather than a second Node: it is there at
# once, takes 1 MB, and does not fall to a `killall node`. It runs in a session of its own, so a terminal's Ctrl-C reaches
# Longplay alone, which stops its servers in their order.
#
# usage: guard.sh PIDFILE SIGNAL SECONDS COMMAND...
#   fd 3: the child's pid, for Longplay      fd 4: PIDFILE, open for writing (guard's pid, child's pid)
#   SIGNAL asks the child to stop; SECONDS later comes QUIT (Postgres: at once; Java: a thread dump), 5 s later KILL.
signal=$2 seconds=$3
shift 3
exec 5<&0 </dev/null
echo "$$" >&4

"$@" 3>&- 4>&- 5<&- &
child=$!
echo "$child" >&4
# Longplay may have died meanwhile: nobody reads this then, and the guard must not die of it before its child.
trap '' PIPE
echo "$child" 2>/dev/null >&3
exec 3>&- 4>&-

# By the clock: on a busy machine a short sleep takes much longer than it says.
patience() {
  until=$(($(date +%s) + $1))
  while [ "$(date +%s)" -le "$until" ] && kill -0 "$child"; do
    sleep 0.1
  done
}
end() {
  kill -s "$signal" "$child" && patience "$seconds" && kill -s QUIT "$child" && patience 5 && kill -s KILL "$child"
}
{ read -r _ <&5; end; } 2>/dev/null &
trap 'end 2>/dev/null &' HUP INT TERM

# A trapped signal interrupts `wait`, a dead child that is not yet waited for still answers `kill -0`.
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done

# The watcher above, and whatever a wrapper script left behind in this process group.
trap '' HUP INT TERM
kill -s TERM 0
exit "$code"
