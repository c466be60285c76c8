#!/bin/sh
# Verifies the org, then sends what is new to each channel whose URL is set. The arguments are those of `verify`.
# Exit code: that of `verify`, or 1 if only a channel failed.
set -u
program=$(dirname "$(readlink -f "$0")")/../bin/okta-contracts.cjs
signal=
child=

# A shell does not pass signals to what it runs, and `verify` needs them, to remove what it created.
pass() {
  signal=$1
  [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}
trap 'pass INT' INT
trap 'pass TERM' TERM

run() {
  code=0
  signal=
  node "$program" "$@" &
  child=$!
  # The signal came before the child was known.
  [ -z "$signal" ] || kill -TERM "$child" 2>/dev/null
  wait "$child" || code=$?
  # A signal ends the wait, and not the program.
  while kill -0 "$child" 2>/dev/null; do
    code=0
    wait "$child" || code=$?
  done
}

run verify "$@"
verified=$code
[ -z "${GITHUB_OUTPUT:-}" ] || echo "exit-code=$verified" >>"$GITHUB_OUTPUT"
# A person stopped it. SIGTERM also comes at a deadline, which is to be sent.
[ "$signal" != INT ] || exit "$verified"

set --
[ -z "${OKTA_CONTRACTS_NOTIFY_WEBHOOK:-}" ] || set -- "$@" --webhook
[ -z "${OKTA_CONTRACTS_NOTIFY_SLACK:-}" ] || set -- "$@" --slack
[ $# -gt 0 ] || exit "$verified"
run notify "$@" --exit-code "$verified"
[ "$verified" = 0 ] || exit "$verified"
[ "$code" = 0 ] || exit 1
