# csm: one Makefile, not recursive. It builds; it installs no package.
#
#   make                 build/libcsm.a and the five programs
#   make check           all tests             make asan / valgrind   the same, watched
#   make races           what threads share, in two minutes; make tsan: over whole pipes, too
#   make torture         every allocation and call of the system fails once, and each call
#                        is where a kill comes; TORTURE_STATE=FILE goes on where it ended
#   make coverage        lines and branches of lib/ that the tests run, messages they raise
#   make fuzz            FUZZ_SECONDS of random input for each reader (clang)
#   make differential    a million rows of random mappings by threads and the general way
#   make scale           500000 values of random formulas from each database engine, what it
#                        costs there, which failures are errors
#   make looks           compares how pages look with stored looks; make shots stores them
#   make bench           ratios to other programs, in one run
#   make assets          the chart library of pages, from npm packages
#   make install         PREFIX, DESTDIR
#   make static          programs that need no library where they run, in build/static
#   make dist            a tarball of the last commit
#   make html            the manual as a site, in build/html
#   make package-check   the Debian package: built twice, installed and removed in a chroot

PREFIX  ?= /usr/local
BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
PKGCONF ?= pkg-config

# One name for one directory: dependency files know objects by theirs.
override BUILD := $(patsubst $(CURDIR)/%,%,$(BUILD))

BINDIR   = $(PREFIX)/bin
MANDIR   = $(PREFIX)/share/man
SHAREDIR = $(PREFIX)/share/csm
BASHDIR  = $(PREFIX)/share/bash-completion/completions
ZSHDIR   = $(PREFIX)/share/zsh/site-functions
FISHDIR  = $(PREFIX)/share/fish/vendor_completions.d
UNITDIR  = $(PREFIX)/lib/systemd/system

PROGRAMS = $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/csm-*.c)))
PKGS     = jansson zlib libzstd libxxhash smartcols xlsxwriter

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
       -Wmissing-prototypes $(WERROR)
CPPFLAGS_ALL = -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Ilib -Icmd -I$(BUILD)/gen \
       $(shell $(PKGCONF) --cflags $(PKGS)) $(CPPFLAGS)
CFLAGS_ALL = -std=c11 $(CFLAGS) $(WARN)
LDLIBS_ALL = -Wl,--as-needed $(shell $(PKGCONF) --libs $(PKGS)) -lcsv -lm -pthread $(LDLIBS)

# Stands for others in static programs alone.
WITHOUT  = lib/document/without.c
LIB_SRC  = $(filter-out $(WITHOUT),$(sort $(wildcard lib/*/*.c lib/*/*/*.c)))
CMD_SRC  = $(filter-out cmd/csm.c $(PROGRAMS:%=cmd/%.c),$(sort $(wildcard cmd/*.c cmd/*/*.c)))
UNIT_SRC = $(sort $(wildcard tests/unit/*_test.c))
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CMD_OBJ  = $(CMD_SRC:%.c=$(BUILD)/obj/%.o)
TOOL_BIN = $(patsubst tests/tools/%.c,$(BUILD)/tools/%,$(sort $(wildcard tests/tools/*.c)))
UNIT_BIN = $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
BINS     = $(PROGRAMS:%=$(BUILD)/%) $(BUILD)/csm $(BUILD)/csm-night $(BUILD)/csm-check

all: $(BUILD)/libcsm.a $(BINS)

$(BUILD)/libcsm.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) qcs $@ $(LIB_OBJ)

# Shared by the programs; an archive, so that each links only what it uses.
$(BUILD)/libcmd.a: $(CMD_OBJ)
	@rm -f $@
	$(AR) qcs $@ $(CMD_OBJ)

$(BUILD)/csm-%: $(BUILD)/obj/cmd/csm-%.o $(BUILD)/libcmd.a $(BUILD)/libcsm.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS_ALL)

# The front, and the nightly job under the name it is installed by.
$(BUILD)/csm: $(BUILD)/obj/cmd/csm.o $(BUILD)/libcsm.a
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -o $@ $^ $(LDLIBS_ALL)

$(BUILD)/csm-night: scripts/nightly.sh
	@cp $< $@ && chmod +x $@

$(BUILD)/csm-check: scripts/csm-check.sh
	@cp $< $@ && chmod +x $@

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# Where make install puts shared files, for the program that reads them.
$(BUILD)/gen/sharedir.h: FORCE
	@mkdir -p $(@D)
	@echo '#define CSM_SHAREDIR "$(SHAREDIR)"' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BUILD)/obj/cmd/common/share.o: $(BUILD)/gen/sharedir.h

# Style and script of pages, which are part of the program; in this order.
ASSETS = $(foreach f,page.css data.js table.js account.js chart.js page.js,lib/document/assets/$f)
$(BUILD)/gen/assets.h: scripts/assets $(ASSETS)
	@mkdir -p $(@D)
	@./scripts/assets $(ASSETS) >$@.new && mv $@.new $@

$(BUILD)/obj/lib/document/html_asset.o: $(BUILD)/gen/assets.h

# The unit tests see the library and the programs' shared code, not the programs.
$(BUILD)/unit/%: tests/unit/%.c tests/unit/test.h $(BUILD)/libcmd.a $(BUILD)/libcsm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Itests/unit $(shell $(PKGCONF) --cflags check) $(CFLAGS_ALL) \
	    -o $@ $< $(BUILD)/libcmd.a $(BUILD)/libcsm.a $(LDFLAGS) \
	    $(shell $(PKGCONF) --libs check) $(LDLIBS_ALL)

unit: $(UNIT_BIN)

# What test suites ask the library with.
$(BUILD)/tools/%: tests/tools/%.c $(BUILD)/libcsm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -o $@ $< $(BUILD)/libcsm.a $(LDFLAGS) $(LDLIBS_ALL)

tools: $(TOOL_BIN) $(BUILD)/torture/shim.so

check: all unit tools
	BUILD=$(BUILD) ./tests/run

# Look at what changed in tests/browser/shots, and at the pages, before it is committed.
shots: all
	CSM_SHOTS=renew BUILD=$(BUILD) ./tests/run looks
looks: all
	BUILD=$(BUILD) ./tests/run looks

# Sanitised and watched builds live beside the ordinary one.
SAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan:
	$(MAKE) BUILD=$(BUILD)-asan CFLAGS="$(SAN)" LDFLAGS="$(LDFLAGS)" all unit tools
	BUILD=$(BUILD)-asan CSM_WATCHED=asan CK_FORK=no ./tests/run

# Data races, which end up in files, as pipes hide what a program ends with; races is what
# scripts/check.sh has time for.
TSAN_UNIT = fast_test fast_mapping_test point_rows_test
TSAN_SUITES ?= unit races pipe
races:
	$(MAKE) TSAN_SUITES="unit races" tsan
tsan:
	$(MAKE) BUILD=$(BUILD)-tsan CFLAGS="-O1 -g -fsanitize=thread" all tools \
	    $(TSAN_UNIT:%=$(BUILD)-tsan/unit/%)
	rm -f $(BUILD)-tsan/race.*
	BUILD=$(BUILD)-tsan CSM_WATCHED=tsan CK_FORK=no \
	    TSAN_OPTIONS=log_path=$(abspath $(BUILD)-tsan)/race ./tests/run $(TSAN_SUITES)
	@! cat $(BUILD)-tsan/race.* 2>/dev/null

valgrind: all unit tools
	BUILD=$(BUILD) CSM_WATCHED=valgrind ./tests/run

# Fuzz targets: one file each, with a main() of libFuzzer's.
FUZZ_SECONDS ?= 60
FUZZ_SAN = -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=undefined \
       -fsanitize=fuzzer-no-link,address,undefined
FUZZ_BIN = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(sort $(wildcard tests/fuzz/*.c)))
$(BUILD)/fuzz/%: tests/fuzz/%.c $(BUILD)/libcsm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -fsanitize=fuzzer -MMD -MP -MF $(BUILD)/obj/fuzz-$*.d \
	    -o $@ $< $(BUILD)/libcsm.a $(LDFLAGS) $(LDLIBS_ALL)

fuzzers: $(FUZZ_BIN)

fuzz:
	$(MAKE) BUILD=$(BUILD)-fuzz CC=clang CFLAGS="$(FUZZ_SAN)" fuzzers
	BUILD=$(BUILD)-fuzz ./tests/fuzz/run $(FUZZ_SECONDS) $(FUZZ_TARGETS)

# Loaded before the C library, it makes calls fail.
$(BUILD)/torture/shim.so: tests/torture/shim.c
	@mkdir -p $(@D)
	$(CC) -O2 -g -Wall -Wextra $(WERROR) -shared -fPIC -o $@ $< -ldl

torture: all $(BUILD)/torture/shim.so
	BUILD=$(BUILD) python3 -B tests/torture/run.py all $(TORTURE)

# gcc's own count: a program that ends by a signal leaves none, one that ends by _exit() does.
# Without readers and limits, which read as much as programs without counts can, and torture,
# whose kills leave counts that are cut.
# A message that is not raised has its reason in tests/coverage/reasons.
COVERED ?= unit cli mission propose reports formats hidden hooks hostile mistakes sources scores races pipe schema manual sql
coverage:
	@mkdir -p $(BUILD)-coverage
	$(CC) -O0 -c -o $(BUILD)-coverage/exit.o tests/coverage/exit.c
	$(MAKE) BUILD=$(BUILD)-coverage CFLAGS="-O0 -g --coverage -fprofile-update=atomic" \
	    LDFLAGS="$(LDFLAGS) -Wl,--wrap=_exit $(abspath $(BUILD))-coverage/exit.o" all unit tools
	find $(BUILD)-coverage -name '*.gcda' -delete
	BUILD=$(BUILD)-coverage SQL_FEW=1 ./tests/run $(COVERED) || true
	./tests/coverage/count $(BUILD)-coverage

bench: all tools
	BUILD=$(BUILD) ./tests/bench/run

differential: $(BUILD)/unit/fast_mapping_test
	CK_FORK=no CSM_FAST_ROWS=1000000 $(BUILD)/unit/fast_mapping_test

# Engines of npm: DuckDB; and ClickHouse in process, half a gigabyte, which only scale needs.
NPM = npm install --silent --no-audit --no-fund --no-package-lock --prefix
peers: $(BUILD)/peers/node_modules/@duckdb/node-api
$(BUILD)/peers/node_modules/@duckdb/node-api:
	mkdir -p $(BUILD)/peers
	cp tests/bench/package.json $(BUILD)/peers/
	$(NPM) $(BUILD)/peers
$(BUILD)/chdb/node_modules/chdb:
	$(NPM) $(BUILD)/chdb chdb@3.4.0

# All engines at once, and 500000 values of each: longer than a suite may otherwise take.
scale: all tools peers $(BUILD)/chdb/node_modules/chdb
	BUILD=$(BUILD) SQL_CELLS=500000 SUITE_SECONDS=14400 ./tests/run sql scale
	PATH=$(abspath $(BUILD)):$$PATH python3 -B tests/sql/cost.py $(abspath $(BUILD)) $(abspath $(BUILD))/cost \
	    1000000,4000000,16000000 >$(BUILD)/cost.log || { cat $(BUILD)/cost.log; false; }
	@python3 -B tests/sql/table.py $(BUILD)
	@tail -n 2 $(BUILD)/cost.log

lint:
	./tests/lint

# Programs that need nothing of the machine they run on, without the libraries that Debian
# has no archives of; of two objects with one name, the first is the one that is linked.
STATIC_BINS = $(PROGRAMS:%=$(BUILD)/static/%) $(BUILD)/static/csm
STATIC_LIBS = -ljansson -lz -lzstd -lxxhash -lcsv -lm -pthread $(LDLIBS)
STATIC_OBJ  = $(BUILD)/obj/static/memory.o $(WITHOUT:%.c=$(BUILD)/obj/%.o)
$(BUILD)/obj/static/memory.o: cmd/common/memory.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -DCSM_STATIC -MMD -MP -c -o $@ $<

$(BUILD)/static/%: $(BUILD)/obj/cmd/%.o $(STATIC_OBJ) $(BUILD)/libcmd.a $(BUILD)/libcsm.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -static -o $@ $^ \
	    $(STATIC_LIBS)

# Which starts the others, and has the C library's own memory.
$(BUILD)/static/csm: $(BUILD)/obj/cmd/csm.o $(WITHOUT:%.c=$(BUILD)/obj/%.o) $(BUILD)/libcsm.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) $(LDFLAGS) -static -o $@ $^ $(STATIC_LIBS)

static: $(STATIC_BINS)

# What is under version control, in one file whose bytes depend on the commit alone.
VERSION = $(shell sed -n 's/.*CSM_VERSION "\(.*\)"/\1/p' cmd/common/version.h)
DIST    = $(BUILD)/csm-$(VERSION).tar.gz
dist:
	@mkdir -p $(BUILD)
	git archive --format=tar --prefix=csm-$(VERSION)/ HEAD | gzip -9n >$(DIST)
	@echo $(DIST)

# The manual as a site: one page each, and all of them to search in.
html: all
	./scripts/manual-site $(BUILD)/html $(VERSION) $(sort $(wildcard man/*.[157]))

# What the shells complete, written by the programs from their option tables.
COMPLETIONS = $(PROGRAMS:%=$(BUILD)/completions/bash/%) \
       $(PROGRAMS:%=$(BUILD)/completions/zsh/_%) \
       $(PROGRAMS:%=$(BUILD)/completions/fish/%.fish)

$(BUILD)/completions/bash/%: $(BUILD)/%
	@mkdir -p $(@D)
	$< --options-as bash >$@.new && mv $@.new $@

$(BUILD)/completions/zsh/_%: $(BUILD)/%
	@mkdir -p $(@D)
	$< --options-as zsh >$@.new && mv $@.new $@

$(BUILD)/completions/fish/%.fish: $(BUILD)/%
	@mkdir -p $(@D)
	$< --options-as fish >$@.new && mv $@.new $@

$(BUILD)/csm.schema.json: $(BUILD)/csm-calc
	$< --schema -o $@

completions: $(COMPLETIONS)

# The chart library of pages: of npm packages, so it is built only when asked for, and
# installed if it is there.
CHARTS = $(BUILD)/share/page/charts.js
$(CHARTS): scripts/charts $(wildcard share/assets/*)
	./scripts/charts $(BUILD)/charts $@

assets: $(CHARTS)

# FROM:TO of everything installed, TO below DESTDIR: one list for install and uninstall.
# Manual pages are written with the default PREFIX, and get the one in use.
INSTALLED = $(BUILD)/csm:$(BINDIR)/csm $(BUILD)/csm-night:$(BINDIR)/csm-night $(BUILD)/csm-check:$(BINDIR)/csm-check \
       $(foreach p,$(PROGRAMS),$(BUILD)/$p:$(BINDIR)/$p \
           $(BUILD)/completions/bash/$p:$(BASHDIR)/$p \
           $(BUILD)/completions/zsh/_$p:$(ZSHDIR)/_$p \
           $(BUILD)/completions/fish/$p.fish:$(FISHDIR)/$p.fish) \
       $(BUILD)/csm.schema.json:$(SHAREDIR)/csm.schema.json \
       $(foreach f,$(wildcard $(CHARTS)),$f:$(SHAREDIR)/page/$(notdir $f)) \
       $(foreach f,$(sort $(wildcard share/demo/*.json)),$f:$(SHAREDIR)/demo/$(notdir $f)) \
       $(foreach f,$(sort $(wildcard share/csm/metrics/*.json)),$f:$(SHAREDIR)/metrics/$(notdir $f)) \
       $(foreach f,$(sort $(wildcard share/csm/health/*.json)),$f:$(SHAREDIR)/health/$(notdir $f)) \
       $(foreach f,$(sort $(wildcard share/csm/scale/*)),$f:$(SHAREDIR)/scale/$(notdir $f)) \
       $(foreach f,$(sort $(wildcard share/csm/first/*)),$f:$(SHAREDIR)/first/$(notdir $f)) \
       share/csm/free-mail.csv:$(SHAREDIR)/free-mail.csv
# Written with the default PREFIX, too.
UNITS  = $(foreach f,$(sort $(wildcard share/systemd/*)),$f:$(UNITDIR)/$(notdir $f))
PAGES  = $(foreach f,$(sort $(wildcard man/*.[157])),$f:$(MANDIR)/man$(subst .,,$(suffix $f))/$(notdir $f))

install: all $(COMPLETIONS) $(BUILD)/csm.schema.json
	@for pair in $(INSTALLED); do \
	    to="$(DESTDIR)$${pair#*:}" && mkdir -p "$${to%/*}" && \
	    case $${pair#*:} in $(BINDIR)/*|*.sh) mode=755 ;; *) mode=644 ;; esac && \
	    install -m $$mode "$${pair%%:*}" "$$to" || exit 1; \
	done
	@for pair in $(PAGES) $(UNITS); do \
	    to="$(DESTDIR)$${pair#*:}" && mkdir -p "$${to%/*}" && \
	    sed 's|/usr/local/share/csm|$(SHAREDIR)|g; s|/usr/local/bin|$(BINDIR)|g' "$${pair%%:*}" >"$$to" && \
	    chmod 644 "$$to" || exit 1; \
	done

package-check:
	BUILD=$(BUILD) ./tests/package/check

uninstall:
	@for pair in $(INSTALLED) $(PAGES) $(UNITS); do rm -f "$(DESTDIR)$${pair#*:}"; done
	@rmdir "$(DESTDIR)$(SHAREDIR)/demo" "$(DESTDIR)$(SHAREDIR)/metrics" \
	    "$(DESTDIR)$(SHAREDIR)/health" "$(DESTDIR)$(SHAREDIR)/scale" "$(DESTDIR)$(SHAREDIR)/first" "$(DESTDIR)$(SHAREDIR)/page" "$(DESTDIR)$(SHAREDIR)" 2>/dev/null || true

clean:
	rm -rf $(BUILD) $(BUILD)-asan $(BUILD)-tsan $(BUILD)-coverage $(BUILD)-fuzz

help:
	@sed -n '2,/^$$/s/^# \{0,1\}//p' Makefile

FORCE:

.PHONY: FORCE all unit tools check shots looks asan races tsan valgrind torture coverage fuzzers fuzz bench differential scale peers lint completions assets static dist html package-check install uninstall clean help
.SECONDARY:

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
