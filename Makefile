# Makefile - build, check and install the algo tools.  One file, not recursive.
#
#   make            library and tools into build/ (tools in build/bin)
#   make demo       installs what is missing, builds, runs the main job
#   make check      installs what is missing, builds, runs every test
#   make bench      timings against mawk, as ratios
#   make lint       layers, libraries, manuals, shell, sizes
#   make install    PREFIX=/usr/local DESTDIR=
#   make uninstall | deps | dist | clean | help
#
#   MODE=debug|release|asan|cov   CC, CPPFLAGS, CFLAGS, LDFLAGS, LDLIBS are yours

MODE ?= release
CC ?= cc
PREFIX ?= /usr/local
BINDIR ?= $(PREFIX)/bin
MANDIR ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share/algo
SHARED ?= ../shared
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

ifeq ($(MODE),release)
BUILD ?= build
else
BUILD ?= build-$(MODE)
endif

warn := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wundef \
	-Wvla -Wpointer-arith -Wcast-qual -Wwrite-strings -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wswitch-enum \
	-Wimplicit-fallthrough -Wnull-dereference
std := -std=c11 -D_POSIX_C_SOURCE=200809L -Iinclude
# Same bits everywhere: no contraction, no reassociation.
math := -ffp-contract=off -fno-math-errno -fno-trapping-math

flags_release := -O3 -g -D_FORTIFY_SOURCE=2 -fstack-protector-strong
flags_debug := -O0 -g -Werror -DALGO_CHECKS
flags_asan := -O1 -g -Werror -DALGO_CHECKS -fsanitize=address,undefined \
	-fno-sanitize-recover=all -fno-omit-frame-pointer
flags_cov := -O0 -g --coverage
link_asan := -fsanitize=address,undefined
link_cov := --coverage
own_cflags := $(std) $(warn) $(math) $(flags_$(MODE))
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
unit_src := $(wildcard t/unit/*.c)
units := $(unit_src:t/unit/%.c=$(BUILD)/t/%.t)

# The heavy libraries are linked statically: fewer files to map at the start
# of a tool.  Only what a tool calls is taken.
static_libs := -Wl,-Bstatic -ljson-c -lcsv -lsqlite3 -lgsl -lgslcblas -lpcre2-8 -Wl,-Bdynamic
libs := $(static_libs) -lm -ldl -lpthread

all: $(tools)

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(own_cflags) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(lib): $(lib_obj)
	@rm -f $@
	ar rcsD $@ $^

$(BUILD)/bin/%: $(BUILD)/cmd/%.o $(frame_obj) $(lib)
	@mkdir -p $(@D)
	$(CC) $(own_ldflags) $(LDFLAGS) -o $@ $< $(frame_obj) $(lib) $(libs) $(LDLIBS)

$(BUILD)/t/%.t: $(BUILD)/t/unit/%.o $(lib)
	@mkdir -p $(@D)
	$(CC) $(own_ldflags) $(LDFLAGS) -o $@ $< $(lib) $(libs) $(LDLIBS)

units: $(units)

clean:
	rm -rf build build-*

.PHONY: all units clean
.DELETE_ON_ERROR:
.SECONDARY:
-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
