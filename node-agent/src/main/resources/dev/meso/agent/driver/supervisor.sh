#!/bin/sh
# Owns one container: runs its command, keeps its output in bounded files, and tells how it ended.
# Started in a session of its own with the container's state directory as its one argument; it knows
# nothing of the agent and outlives it. Needs a POSIX sh, env, setsid, mkfifo, dd and mv.
#
# In the state directory:
#   settings  shell assignments (no secrets)              read once
#   command   sets the positional parameters for env(1)   emptied when read: it holds the environment
#   claim     made by whoever comes first, this script or an agent that withdraws the start; holds
#             pid and start ticks of this script
#   child     pid and start ticks of the main process, written before the command runs
#   refused   why the command was not run, if it was not
#   signal    the shell's words about the signal that ended the main process, empty for an exit code
#   exit      the status, then moved to $exit_file in one step
# $exit_file.drained appears when all output is in the files.

set -fu
umask 077
export LC_ALL=C
trap '' HUP INT QUIT TERM
dir=$1
cd "$dir" || exit 1

read -r stat </proc/self/stat
# The name in brackets is that of the shell, which has no blanks, so fields can be counted.
set -- $stat
set -C
{ printf '%s %s\n' "$1" "${22}" >claim; } 2>/dev/null || exit 0
set +C

. ./settings

# Protect this script from the kernel's out-of-memory killer where we may; the child undoes it.
read -r oom_score </proc/self/oom_score_adj
{ echo -900 >/proc/self/oom_score_adj; } 2>/dev/null
[ "$oom_score" -ge 0 ] || oom_score=0

# finish STATUS: tells the end. The rename makes it appear whole or not at all.
finish() {
  printf 'status %s\n' "$1" >exit
  mv -f exit "$exit_file"
}

# rotate FILE: moves FILE to FILE.1, FILE.1 to FILE.2 and so on; the oldest is dropped.
rotate() {
  older=$((log_files - 1))
  if [ "$older" -eq 0 ]; then
    rm -f "$1"
    return
  fi
  while [ "$older" -gt 1 ]; do
    [ ! -e "$1.$((older - 1))" ] || mv -f "$1.$((older - 1))" "$1.$older"
    older=$((older - 1))
  done
  mv -f "$1" "$1.1"
}

# copied REPORT: from the report of dd sets $records and $bytes that it read and wrote.
copied() {
  case $1 in
    *' records in'*) ;;
    *) records=0 bytes=0 && return ;;
  esac
  records=${1%% records in*}
  records=${records##*"$newline"}
  records=$((${records%+*} + ${records#*+}))
  bytes=${1##*records out"$newline"}
  bytes=${bytes%% *}
  case $bytes in
    '' | *[!0-9]*) bytes=$((records * log_block)) ;;
  esac
}
newline='
'

# pump FILE LEFT: standard input into FILE, of which LEFT bytes may still be written, until its end.
# dd writes what it reads at once. Files are rotated within an eighth of their limit, so that slow
# writers with short lines do not cost a process for each line.
pump() {
  left=$2
  while :; do
    if [ "$left" -lt $((log_bytes / 8 + log_block)) ]; then
      rotate "$1"
      left=$log_bytes
    fi
    count=$((left / log_block))
    if report=$(dd bs="$log_block" count="$count" 2>&1 >>"$1"); then
      copied "$report"
      left=$((left - bytes))
    else
      # No space, or no directory: rather lose output than stop the task.
      copied "$report"
      left=$((left - bytes))
      count=16
      report=$(dd bs="$log_block" count="$count" 2>&1 >/dev/null)
      copied "$report"
    fi
    [ "$records" -ge "$count" ] || return 0
  done
}

# refuse REASON: the command is not run.
refuse() {
  printf '%s\n' "$1" >"$dir/refused"
  exit 126
}

# main: becomes the command. Runs in a child of this script, on the container's streams.
main() {
  trap - HUP INT QUIT TERM
  read -r stat </proc/self/stat
  set -- $stat
  printf '%s %s\n' "$1" "${22}" >child
  { echo "$oom_score" >/proc/self/oom_score_adj; } 2>/dev/null
  IFS=$newline
  for file in $join_files; do
    { echo 0 >"$file"; } 2>/dev/null || refuse LimitsRefused
  done
  unset IFS
  { cd "$work_dir"; } 2>/dev/null || refuse BadWorkingDirectory
  . "$dir/command"
  : >"$dir/command"
  umask 022
  exec "$@"
}

mkfifo out.pipe err.pipe || {
  printf "%s %s\n" "$1" "${22}" >child
  echo LimitsRefused >refused
  finish 126
  exit 1
}
# Opened for both directions first, since a pipe blocks who opens one end only.
exec 3<>out.pipe 4<>err.pipe
exec 5<out.pipe 6>out.pipe 7<err.pipe 8>err.pipe
exec 3>&- 4>&-
(pump "$log_dir/stdout" "$out_left") <&5 5<&- 6>&- 7<&- 8>&- 2>/dev/null &
(pump "$log_dir/stderr" "$err_left") <&7 5<&- 6>&- 7<&- 8>&- 2>/dev/null &
exec 5<&- 7<&- 2>signal

(main) </dev/null >&6 2>&8 6>&- 8>&-
status=$?

exec 6>&- 8>&- 2>/dev/null
[ -z "$kill_file" ] || echo 1 >"$kill_file"
finish "$status"
wait
: >"$exit_file.drained"
