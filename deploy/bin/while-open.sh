#!/usr/bin/env bash
# Runs a command for as long as our standard input stays open: what a process starts so never outlives it, however it ends.
"$@" </dev/null &
child=$!
exec 3<&0
{
  cat <&3 >/dev/null
  kill -TERM "$child"
  # Long enough for a JVM's own clean-up.
  sleep 10
  kill -KILL "$child"
} >/dev/null 2>&1 &
watch=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT
while :; do
  wait "$child"
  code=$?
  kill -0 "$child" 2>/dev/null || break
done
kill "$watch" 2>/dev/null
exit "$code"
