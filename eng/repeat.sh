#!/usr/bin/env bash
# repeat.sh PROJECT [TIMES] [--busy] [-- FILTER]: runs a test project several times (20 unless said), a line a run, and fails where a run did.
#
#   eng/repeat.sh ServicePing.Runtime.Tests --busy          beside a busy loop on each processor
#   eng/repeat.sh ServicePing.Runtime.Tests 3 -- WeekTests  the tests whose full name contains the word
#
# What the tests of a failed run said is kept in artifacts/repeat.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source eng/servers.sh
source eng/packages.sh
source eng/leftovers.sh

project='' times=20 busy='' filter=''
while (($# > 0)); do
    case $1 in
        --busy) busy=yes ;;
        --) filter=${2:?} && shift ;;
        [0-9]*) times=$1 ;;
        *) project=$1 ;;
    esac
    shift
done
[[ -d tests/$project && -n $project ]] || { say "Usage: eng/repeat.sh PROJECT [TIMES] [--busy] [-- WORD]"; exit 2; }

require_sdk
require_servers "${fault_programs[@]}"
begin_run
quietly dotnet build "tests/$project" -c "$configuration" -v quiet -nologo

# They end with this script, however it ends.
if [[ -n $busy ]]; then
    for ((i = $(nproc); i > 0; i--)); do
        (while [[ -e /proc/$$ ]]; do :; done) &
    done
fi

kept=$PWD/artifacts/repeat
mkdir -p "$kept"
failed=0
for ((number = 1; number <= times; number++)); do
    log=$kept/$project.$number.log
    started=$SECONDS
    if dotnet test "tests/$project/bin/$configuration/net10.0/$project.dll" --logger "console;verbosity=minimal" \
        ${filter:+--filter "FullyQualifiedName~$filter"} >"$log" 2>&1 </dev/null && check_leftovers 2>>"$log"; then
        outcome=passed
    else
        outcome=FAILED failed=$((failed + 1))
    fi
    counts=$(grep -oE 'Failed: +[0-9]+, Passed: +[0-9]+, Skipped: +[0-9]+' "$log" | tail -n 1 || true)
    echo "run $number of $times: $outcome in $((SECONDS - started)) s; ${counts:-see $log}"
    [[ $outcome == FAILED ]] || rm "$log"
done

((failed == 0)) || say "$failed of $times runs failed: $kept"
((failed == 0))
