/**
 * Starts a JVM where the server can reach it with no signal: behind `sudo` and behind a container's command line. It has a
 * folder of its own there, which is its home and holds its temporary files, and goes with it; and all of its processes are
 * ended when standard input closes. Text for `bash -c`, so that it survives bundling; its arguments are the folder to
 * start in, the program and its arguments. The first line of standard input is the JVM's.
 */
export const carrier = String.raw`
own=$(mktemp -d "${"$"}{TMPDIR:-/tmp}/between-scala-XXXXXXXX") || exit 1
export HOME=$own
cd "$1" 2>/dev/null || cd "$own"
java=$2
shift 2
IFS= read -r start
exec 3<&0
# Processes in the background are groups of their own.
set -m
"$java" -Djava.io.tmpdir="$own" -Duser.home="$own" "$@" < <(printf '%s\n' "$start") 3<&- &
child=$!
unset start
# Bash tells of jobs that were killed; whoever killed them knows.
exec 2>/dev/null
finish() { kill -KILL -- "-$child"; }
trap finish TERM HUP INT
{ while read -r _; do :; done; finish; } <&3 >/dev/null &
watch=$!
exec 3<&- </dev/null
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" || break
done
kill -KILL "$watch"
finish
rm -rf "$own"
# Ends as the JVM did.
if ((code > 128)); then kill -$((code - 128)) $$; fi
exit "$code"
`;
