#!/bin/sh
# Verifies the org, then sends what is new to each channel whose URL is set. The arguments are those of `verify`.
# Exit code: that of `verify`, or 1 if only a channel failed.
set -u
program=$(dirname "$(readlink -f "$0")")/../bin/okta-contracts.cjs
interrupted=

# A shell does not pass signals to what it runs, and `verify` needs them, to remove what it created.
run() {
  code=0
  node "$program" "$@" &
  child=$!
  trap 'interrupted=yes; kill -TERM "$child" 2>/dev/null' INT TERM
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
[ -z "$interrupted" ] || exit "$verified"

set --
[ -z "${OKTA_CONTRACTS_NOTIFY_WEBHOOK:-}" ] || set -- "$@" --webhook
[ -z "${OKTA_CONTRACTS_NOTIFY_SLACK:-}" ] || set -- "$@" --slack
[ $# -gt 0 ] || exit "$verified"
run notify "$@" --exit-code "$verified"
[ "$verified" = 0 ] || exit "$verified"
[ "$code" = 0 ] || exit 1
