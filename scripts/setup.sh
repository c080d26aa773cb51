#!/bin/sh
# Installs what is missing of the Debian packages the project needs, and nothing else.
#
#   setup.sh build          compile and run
#   setup.sh build test     also run the tests
#   setup.sh build fuzz     also feed them random input
#   setup.sh build peers    also compare answers with DuckDB (an npm package, under build/)
#   setup.sh build engines  also run statements in databases, and what csm-recipes(7) tells of others
#   setup.sh build assets    also build the chart library of pages (npm packages, under build/)
#   setup.sh build browser   also open pages in a browser (npm packages, under build/)
#   setup.sh build bench    also compare with other programs (npm packages under build/)
set -eu
cd "$(dirname "$0")/.."
packages=
# Not every Debian has these; without them their tests are skipped.
rare="clickhouse-server clickhouse-client"
for what in "$@"; do
	case $what in
	build) packages="$packages gcc libc6-dev make pkg-config libcsv-dev libjansson-dev
	    zlib1g-dev libzstd-dev libxxhash-dev libsmartcols-dev libxlsxwriter-dev
	    tzdata python3" ;;
	test) packages="$packages check mandoc sqlite3 valgrind gzip zstd zsh fish jq curl libasan8 libubsan1
	    librsvg2-bin fonts-dejavu-core" ;;
	engines) packages="$packages postgresql clickhouse-server clickhouse-client parallel slurmctld slurmd slurm-client munge python3 sqlite3 nodejs npm
	    jq systemd python3-yaml python3-pandas r-base-core" ;;
	fuzz) packages="$packages clang libclang-rt-dev" ;;
	browser) packages="$packages chromium fonts-dejavu-core nodejs npm" ;;
	peers | assets) packages="$packages nodejs npm" ;;
	bench) packages="$packages miller nodejs npm chromium" ;;
	*) echo "setup.sh: unknown: $what" >&2; exit 2 ;;
	esac
done

missing=
for p in $packages; do
	# a program that is already there in another way (node, npm, python3) will do
	case $p in nodejs) command -v node >/dev/null && continue ;; esac
	case $p in npm | python3) command -v "$p" >/dev/null && continue ;; esac
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] ||
		missing="$missing $p"
done
if [ -n "$missing" ]; then
	echo "setup.sh: installing$missing"
	root=
	[ "$(id -u)" -eq 0 ] || root=sudo
	$root apt-get update -qq
	for p in $rare; do
		case " $missing " in *" $p "*) ;; *) continue ;; esac
		[ -z "$(apt-cache show "$p" 2>/dev/null)" ] || continue
		echo "setup.sh: $p is not to be had here: what needs it is skipped"
		missing=$(echo " $missing " | sed "s/ $p / /")
	done
	# Servers are installed for tests, which start their own: the package starts none.
	# shellcheck disable=SC2086
	$root env DEBIAN_FRONTEND=noninteractive SYSTEMD_OFFLINE=1 \
	    apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
