#!/bin/sh
# Installs what is missing, builds, runs all the tests: plain, under AddressSanitizer and
# UBSan, those of threads under ThreadSanitizer, and an eighth of the unit tests and cases under
# valgrind, another one for the next commit; make valgrind runs all, make tsan whole pipelines.
# Last line: the totals.
set -u
cd "$(dirname "$0")/.." || exit 1
./scripts/setup.sh build test peers engines fuzz assets browser || exit 1
log=build/check.log
mkdir -p build
: >"$log"
status=0

# Runs one target of the Makefile; what it says goes to build/TARGET.out.
run() {
	make -s -j2 WERROR=-Werror "$1" >"build/$1.out" 2>&1 </dev/null
	echo "$?" >"build/$1.status"
}

# Shows what a target said, and adds its totals to the log.
tell() {
	echo "== make $1"
	cat "build/$1.out"
	totals=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "build/$1.out" | tail -n 1)
	if [ "$(cat "build/$1.status")" -ne 0 ]; then
		status=1
		# a build that failed has no totals, and is a failure all the same
		case $totals in "" | *" 0 failed"*) totals="0 passed, 1 failed, 0 skipped" ;; esac
	fi
	echo "${totals:-0 passed, 0 failed, 0 skipped}" >>"$log"
}

make -s assets || exit 1
# Two at a time: asan and races have builds of their own, valgrind that of check.
run asan &
asan=$!
run check
tell check
run races
tell races
CSM_PART=$(($(git rev-list --count HEAD 2>/dev/null || echo 0) % 8))/8
export CSM_PART
run valgrind
wait $asan
tell asan
tell valgrind
awk '{ p += $1; f += $3; s += $5 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit $status
