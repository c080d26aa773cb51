# csm: one Makefile, not recursive. It builds; it installs no package.
#
#   make                 build/libcsm.a and the five programs
#   make check           all tests             make asan / valgrind   the same, watched
#   make bench           ratios to other programs, in one run
#   make install         PREFIX, DESTDIR

PREFIX  ?= /usr/local
BUILD   ?= build
CC      ?= cc
CFLAGS  ?= -O2 -g
PKGCONF ?= pkg-config

BINDIR   = $(PREFIX)/bin
MANDIR   = $(PREFIX)/share/man
SHAREDIR = $(PREFIX)/share/csm

PROGRAMS = $(patsubst cmd/%.c,%,$(sort $(wildcard cmd/csm-*.c)))
PKGS     = jansson zlib libzstd libxxhash smartcols

WARN = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes \
       -Wmissing-prototypes $(WERROR)
CPPFLAGS_ALL = -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700 -Ilib -Icmd -I$(BUILD)/gen \
       $(shell $(PKGCONF) --cflags $(PKGS)) $(CPPFLAGS)
CFLAGS_ALL = -std=c11 $(CFLAGS) $(WARN)
LDLIBS_ALL = $(shell $(PKGCONF) --libs $(PKGS)) -lcsv -lm $(LDLIBS)

LIB_SRC  = $(sort $(wildcard lib/*/*.c))
CMD_SRC  = $(filter-out $(PROGRAMS:%=cmd/%.c),$(sort $(wildcard cmd/*.c)))
UNIT_SRC = $(sort $(wildcard tests/unit/*_test.c))
LIB_OBJ  = $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
CMD_OBJ  = $(CMD_SRC:%.c=$(BUILD)/obj/%.o)
UNIT_BIN = $(UNIT_SRC:tests/unit/%.c=$(BUILD)/unit/%)
BINS     = $(PROGRAMS:%=$(BUILD)/%)

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

$(BUILD)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

# The unit tests see the library and the programs' shared code, not the programs.
$(BUILD)/unit/%: tests/unit/%.c tests/unit/test.h $(BUILD)/libcmd.a $(BUILD)/libcsm.a
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS_ALL) -Itests/unit $(shell $(PKGCONF) --cflags check) $(CFLAGS_ALL) \
	    -o $@ $< $(BUILD)/libcmd.a $(BUILD)/libcsm.a $(LDFLAGS) \
	    $(shell $(PKGCONF) --libs check) $(LDLIBS_ALL)

unit: $(UNIT_BIN)

check: all unit
	BUILD=$(BUILD) ./tests/run

# Sanitised and watched builds live beside the ordinary one.
SAN = -O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=undefined
asan:
	$(MAKE) BUILD=$(BUILD)-asan CFLAGS="$(SAN)" LDFLAGS="$(LDFLAGS)" all unit
	BUILD=$(BUILD)-asan CSM_WATCHED=asan CK_FORK=no ./tests/run

valgrind: all unit
	BUILD=$(BUILD) CSM_WATCHED=valgrind ./tests/run

bench: all
	BUILD=$(BUILD) ./tests/bench/run

lint:
	./tests/lint

install: all
	install -d $(DESTDIR)$(BINDIR) $(DESTDIR)$(MANDIR)/man1 $(DESTDIR)$(MANDIR)/man5 \
	    $(DESTDIR)$(MANDIR)/man7 $(DESTDIR)$(SHAREDIR)
	install -m 755 $(BINS) $(DESTDIR)$(BINDIR)
	install -m 644 $(wildcard man/*.1) $(DESTDIR)$(MANDIR)/man1
	install -m 644 $(wildcard man/*.5) $(DESTDIR)$(MANDIR)/man5
	install -m 644 $(wildcard man/*.7) $(DESTDIR)$(MANDIR)/man7

uninstall:
	rm -f $(PROGRAMS:%=$(DESTDIR)$(BINDIR)/%)
	rm -f $(patsubst man/%,$(DESTDIR)$(MANDIR)/man1/%,$(wildcard man/*.1))
	rm -f $(patsubst man/%,$(DESTDIR)$(MANDIR)/man5/%,$(wildcard man/*.5))
	rm -f $(patsubst man/%,$(DESTDIR)$(MANDIR)/man7/%,$(wildcard man/*.7))
	rm -rf $(DESTDIR)$(SHAREDIR)

clean:
	rm -rf $(BUILD) $(BUILD)-asan

help:
	@sed -n '2,7s/^# \{0,1\}//p' Makefile

.PHONY: all unit check asan valgrind bench lint install uninstall clean help
.SECONDARY:

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
