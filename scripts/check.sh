#!/bin/sh
# Installs what is missing, builds, runs all the tests: plain, under AddressSanitizer and
# UBSan, and under valgrind.  Last line: the totals.
set -u
cd "$(dirname "$0")/.." || exit 1
./scripts/setup.sh build test peers fuzz || exit 1
log=build/check.log
mkdir -p build
: >"$log"
status=0
for target in check asan valgrind; do
	echo "== make $target"
	{
		make -s -j2 WERROR=-Werror "$target" 2>&1
		echo "$?" >"build/$target.status"
	} | tee "build/$target.out"
	totals=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "build/$target.out" | tail -n 1)
	if [ "$(cat "build/$target.status")" -ne 0 ]; then
		status=1
		# a build that failed has no totals, and is a failure all the same
		case $totals in "" | *" 0 failed"*) totals="0 passed, 1 failed, 0 skipped" ;; esac
	fi
	echo "${totals:-0 passed, 0 failed, 0 skipped}" >>"$log"
done
awk '{ p += $1; f += $3; s += $5 } END { printf "%d passed, %d failed, %d skipped\n", p, f, s }' "$log"
exit $status
