# Makefile - build, check and install the algo tools.  One file, not recursive.
#
#   make            library and tools into build/ (tools in build/bin)
#   make demo       installs what is missing, builds, runs the main job
#   make check      installs what is missing, builds, runs every test
#                   T=t/ind.t: that test; SHARED=: the reference data
#   make bench      timings against mawk, as ratios
#   make rates      how much of the phrases and of the broken documents is
#                   understood
#   make lint       layers, libraries, manuals, shell, sizes, style
#   make fuzz       clang's fuzzer; SECS=10 a target, T="csv num": only those
#   make install    PREFIX=/usr/local DESTDIR=
#   make uninstall  removes that again
#   make deps       installs what building and testing need, or says what
#   make dist       algo-VERSION.tar.gz of what is committed
#   make clean      removes build/ and build-*/
#
#   MODE=release    what is installed (build/)
#   MODE=debug      -O0, checks that stop (build-debug/)
#   MODE=asan       the same with ASan and UBSan (build-asan/)
#   MODE=cov        make MODE=cov check prints what no test reached
#
#   CC, CPPFLAGS, CFLAGS, LDFLAGS, LDLIBS and BUILD are yours.

MODE ?= release
CC ?= cc
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share/algo
SHARED ?= ../shared
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

ifeq ($(filter $(MODE),release debug asan cov),)
$(error MODE is release, debug, asan or cov, not '$(MODE)')
endif
ifeq ($(MODE),release)
BUILD ?= build
else
BUILD ?= build-$(MODE)
endif

# Rows of tables leave out what is 0, hence the last one.
warn := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef \
	-Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wswitch-enum \
	-Wimplicit-fallthrough -Wnull-dereference -Wno-missing-field-initializers
std := -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude
# Same bits everywhere: no contraction, no reassociation.
math := -ffp-contract=off -fno-math-errno -fno-trapping-math
# And the same files wherever they are built.
same := -ffile-prefix-map=$(CURDIR)=.

flags_release := -O3 -g -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 \
	-fstack-protector-strong
flags_debug := -O0 -g -Werror -DALGO_CHECKS
flags_asan := -O1 -g -Werror -DALGO_CHECKS -fsanitize=address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
flags_cov := -O0 -g -Werror --coverage
link_asan := -fsanitize=address,undefined
link_cov := --coverage
own_cflags := $(std) $(warn) $(math) $(same) $(flags_$(MODE))
own_ldflags := $(link_$(MODE)) -Wl,--as-needed

# ROOMS narrows the library while one room is being worked on.
ROOMS ?= $(sort $(notdir $(patsubst %/,%,$(wildcard lib/*/))))
lib_src := $(foreach r,$(ROOMS),$(wildcard lib/$(r)/*.c lib/$(r)/*/*.c))
lib_obj := $(lib_src:%.c=$(BUILD)/%.o)
lib := $(BUILD)/libalgo.a
cmd_src := $(wildcard cmd/algo-*.c)
tools := $(cmd_src:cmd/%.c=$(BUILD)/bin/%)
frame_src := $(filter-out $(cmd_src),$(wildcard cmd/*.c))
frame_obj := $(frame_src:%.c=$(BUILD)/%.o)
# A tool that is more than one file has the others in cmd/NAME/.
parts = $(patsubst %.c,$(BUILD)/%.o,$(wildcard cmd/$(1)/*.c))
unit_src := $(wildcard t/unit/*.c)
units := $(unit_src:t/unit/%.c=$(BUILD)/t/%.t)
# Fuzz targets as tests: over their seeds, without a fuzzer.
fuzz_src := $(wildcard t/fuzz/*.c)
seeds := $(fuzz_src:t/fuzz/%.c=$(BUILD)/fuzz/%.t)

# The heavy libraries are linked statically where the system has them so:
# fewer files to map at the start of a tool, and only what a tool calls.
# Looked up when a recipe runs: `make demo` may have just installed them.
libs = $(shell t/tools/static.sh "$(CC)" json-c pcre2-8 csv sqlite3 gsl gslcblas) \
	-lm -ldl -lpthread

manpages := $(patsubst man/%.in,$(BUILD)/man/%,$(wildcard man/*.1.in))
httpd := $(if $(wildcard t/httpd.c),$(BUILD)/t/httpd)

all: $(tools) $(manpages)

# --- What must be installed ------------------------------------------------
# demo, check and deps install what is missing when they may; the others say
# what it is.  Asked once for a build folder.
INSTALL := no
demo check deps lint bench: INSTALL := yes

$(BUILD)/deps-build: t/tools/need.sh
	@mkdir -p $(@D)
	@t/tools/need.sh $(INSTALL) build
	@touch $@

$(BUILD)/deps-check: t/tools/need.sh | $(BUILD)/deps-build
	@t/tools/need.sh $(INSTALL) check
	@touch $@

deps: $(BUILD)/deps-build $(BUILD)/deps-check

# --- Building ----------------------------------------------------------------
# The Makefile holds the flags.
$(BUILD)/%.o: %.c Makefile | $(BUILD)/deps-build
	@mkdir -p $(@D)
	$(CC) $(own_cflags) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(lib): $(lib_obj)
	@rm -f $@
	ar rcsD $@ $^

link = $(CC) $(own_ldflags) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(libs) $(LDLIBS)

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(frame_obj) $(lib)
	@mkdir -p $(@D)
	$(link)

$(BUILD)/bin/algo-llm: $(call parts,llm)
$(BUILD)/bin/algo-gen: $(call parts,gen) $(call parts,model)
$(BUILD)/bin/algo-fix: $(call parts,model)

$(BUILD)/t/%.t: $(BUILD)/t/unit/%.o $(lib)
	@mkdir -p $(@D)
	$(link)

$(BUILD)/fuzz/%.t: $(BUILD)/t/fuzz/%.o $(BUILD)/t/corpus.o $(lib)
	@mkdir -p $(@D)
	$(link)

$(BUILD)/t/httpd: $(BUILD)/t/httpd.o
	@mkdir -p $(@D)
	$(link)

$(BUILD)/bench/%: $(BUILD)/t/bench/%.o $(lib)
	@mkdir -p $(@D)
	$(link)

# The manual's options and exit statuses come from the tool's own table.
$(BUILD)/man/%.1: man/%.1.in $(BUILD)/bin/%
	@mkdir -p $(@D)
	t/tools/man.sh $< $(BUILD)/bin/$* > $@.new
	mv $@.new $@

units: $(units) $(seeds) $(httpd)

# --- Checking ----------------------------------------------------------------
test_env = BUILD=$(BUILD) BIN=$(BUILD)/bin SHARED=$(SHARED) MODE=$(MODE)

check: $(BUILD)/deps-check $(tools) $(manpages) units
	@$(test_env) prove -j$(JOBS) --exec t/tools/run.sh $(T) \
		$(if $(T),,$(units) $(seeds) $(sort $(wildcard t/*.t))) \
		$(if $(filter cov,$(MODE)),; bad=$$?; t/tools/cov.sh $(BUILD); exit $$bad)

lint: $(BUILD)/deps-check $(tools) $(manpages)
	@$(test_env) prove --exec t/tools/run.sh t/lint.t
	@BUILD=$(BUILD) t/tools/sizes.sh
	@t/tools/style.sh

bench: $(BUILD)/deps-check $(tools) $(patsubst t/bench/%.c,$(BUILD)/bench/%,$(wildcard t/bench/*.c))
	@$(test_env) t/bench/run.sh

rated := words_golden explain_trip repair_golden broken_cli
rates: $(tools) $(rated:%=$(BUILD)/t/%.t)
	@for t in $(rated); do \
		echo "$$t:" && $(test_env) $(BUILD)/t/$$t.t | \
			grep -E '^(not )?ok|^. level' || exit 1; \
	done

# Fuzz targets: `make fuzz SECS=20` with clang's libFuzzer.
SECS ?= 10
fuzz:
	@SECS=$(SECS) T="$(T)" t/tools/fuzz.sh

# --- Showing -----------------------------------------------------------------
demo: $(tools)
	@PATH="$(CURDIR)/$(BUILD)/bin:$$PATH" sh examples/demo.sh

# --- Installing --------------------------------------------------------------
share_files = $(shell cd share && find . -type f | sed 's,^\./,,')

install: all
	install -d "$(DESTDIR)$(BINDIR)" "$(DESTDIR)$(MANDIR)/man1" "$(DESTDIR)$(DATADIR)"
	install -m 755 $(tools) "$(DESTDIR)$(BINDIR)"
	install -m 644 $(manpages) "$(DESTDIR)$(MANDIR)/man1"
	for f in $(share_files); do \
		install -d "$(DESTDIR)$(DATADIR)/$$(dirname $$f)" && \
		install -m 644 "share/$$f" "$(DESTDIR)$(DATADIR)/$$f" || exit 1; \
	done

uninstall:
	for f in $(notdir $(tools)); do rm -f "$(DESTDIR)$(BINDIR)/$$f"; done
	for f in $(notdir $(manpages)); do rm -f "$(DESTDIR)$(MANDIR)/man1/$$f"; done
	for f in $(share_files); do rm -f "$(DESTDIR)$(DATADIR)/$$f"; done
	-find "$(DESTDIR)$(DATADIR)" -depth -type d -empty -delete

version = $(shell sed -n 's/.*ALGO_VERSION "\(.*\)"/\1/p' include/algo/version.h)
dist:
	@git rev-parse --git-dir >/dev/null 2>&1 || \
		{ echo 'dist packs what is committed; this is no Git checkout.'; exit 1; }
	git archive --prefix=algo-$(version)/ -o algo-$(version).tar.gz HEAD

help:
	@sed -n '1,/^$$/s/^#\( \{0,1\}\)//p' Makefile

clean:
	rm -rf build build-*

.PHONY: all deps units check lint bench rates fuzz demo install uninstall dist help clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
