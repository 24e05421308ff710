# memglass: build, test, install. `make help` lists the targets.
#
#   BUILD=dir      where everything goes (build)      V=1       print the commands
#   CC= CXX=       the compilers                      WERROR=1  warnings are errors
#   CFLAGS= CXXFLAGS= LDFLAGS=  yours, added to ours  SANITIZE=address,undefined | thread
#   PREFIX= DESTDIR=            where `make install` puts things (/usr/local)

BUILD    ?= build
PREFIX   ?= /usr/local
CFLAGS   ?= -O2 -g
CXXFLAGS ?= $(CFLAGS)
OBJCOPY  ?= objcopy
Q        := $(if $(V),,@)
say       = $(if $(V),@:,@printf '  %-8s %s\n' $(1) $(patsubst $(BUILD)/%,%,$@))

# ---- what there is -------------------------------------------------------------------------------

sources   = $(wildcard $(addsuffix /*.c,$(addprefix src/,$(1))))
objects   = $(patsubst %,$(BUILD)/obj/%.o,$(basename $(1)))

LIB_OBJS  := $(call objects,$(call sources,base shm format field producer observer))
DASH_OBJS := $(call objects,$(call sources,args watch sample $(if $(PORTABLE),,record query when view tui)))
BASE_OBJS := $(call objects,$(call sources,base))
TOP_OBJS  := $(call objects,$(call sources,top))
PROC_OBJS := $(call objects,$(call sources,proc))
CLI_OBJS  := $(call objects,$(call sources,cli))
REC_OBJS  := $(if $(PORTABLE),,$(call objects,$(call sources,recording)))
GEN_OBJS  := $(call objects,$(wildcard gen/*.c))
# The one that runs here, when what is built does not.
GENERATOR ?= $(BUILD)/memglass-gen

PROGRAMS  := $(if $(TOP_OBJS),memglass-top) $(if $(PROC_OBJS),memglass-proc) \
             $(if $(CLI_OBJS),memglass) $(if $(GEN_OBJS),memglass-gen memglass-gen-clang)
PROGRAMS  := $(addprefix $(BUILD)/,$(PROGRAMS))
HEADERS   := $(wildcard inc/memglass/*.h inc/memglass/*.hpp)
MANPAGES  := $(wildcard man/*.[137])
EXAMPLES  := $(patsubst docs/%/,$(BUILD)/%,$(sort $(dir $(wildcard docs/examples/*/*.c*))))
UNIT      := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/unit/*/test_*.c))
UNIT_CXX  := $(patsubst %.cpp,$(BUILD)/%,$(wildcard tests/unit/*/test_*.cpp))
E2E       := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/e2e/test_*.c))
CRASH     := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/crash/test_*.c))
LITMUS    := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/litmus/test_*.c))
BENCH     := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/bench/bench_*.c))

VERSION   := $(shell sed -n 's/^.define MEMGLASS_VERSION  *"\(.*\)".*/\1/p' inc/memglass/base.h)
MAJOR     := $(firstword $(subst ., ,$(VERSION)))
LIBRARY   := $(BUILD)/libmemglass.a $(BUILD)/libmemglass.so
RECORDING := $(if $(REC_OBJS),$(BUILD)/libmemglass-record.a $(BUILD)/libmemglass-record.so)

# ---- how it is compiled --------------------------------------------------------------------------

pkg       = $(or $(shell pkg-config $(2) $(1) 2>/dev/null),$(3))
CURSES_CF := $(call pkg,ncursesw,--cflags-only-I)
CURSES    := $(if $(PORTABLE),,$(call pkg,ncursesw,--libs,-lncursesw -ltinfo))
JANSSON   := $(call pkg,jansson,--libs,-ljansson)
SQLITE    := $(call pkg,sqlite3,--libs,-lsqlite3)
PACKING   := $(if $(PORTABLE),,$(call pkg,libzstd libxxhash,--libs,-lzstd -lxxhash))
CHECK     := $(if $(PORTABLE),,$(call pkg,check,--libs,-lcheck -lsubunit -lrt -lm))
VTERM     := $(call pkg,vterm,--libs,-lvterm)
DWARF     := $(call pkg,libdw,--libs,-ldw)
CLANG_CF  := $(shell gen/libclang.sh cflags)
CLANG     := $(shell gen/libclang.sh libs)

SAN       := $(addprefix -fsanitize=,$(SANITIZE))
SAN       += $(if $(SANITIZE),-fno-sanitize-recover=all -fno-omit-frame-pointer)
WARN      := -Wall -Wextra -Wpedantic -Wshadow -Wconversion $(if $(WERROR),-Werror)
# gcc says of each fence that ThreadSanitizer does not model it; clang does not know the warning.
WARN      += $(if $(filter thread,$(SANITIZE)),-Wno-unknown-warning-option -Wno-tsan)
COMMON    := -MMD -MP -fPIC -fvisibility=hidden -pthread $(WARN) $(SAN)
# ThreadSanitizer of gcc 12 and clang 14 cannot place its shadow where the kernel spreads addresses
# more widely than 28 bits.
UNSPREAD  := $(if $(filter thread,$(SANITIZE)),$(shell \
               [ "$$(cat /proc/sys/vm/mmap_rnd_bits)" -le 28 ] || echo setarch -R))
# A build that counts stores to shared memory, for tests/crash alone.
INCLUDE   := -D_GNU_SOURCE -Isrc -Iinc $(if $(FAULTS),-DMEMGLASS_FAULTS) \
             $(if $(PORTABLE),-Itests/portable)
LINK       = $(CC) -pthread $(SAN) $(CFLAGS) $(LDFLAGS) -o $@
LINK_CXX   = $(CXX) -pthread $(SAN) $(CXXFLAGS) $(LDFLAGS) -o $@
# A source finds its own folder's headers and the headers that memglass-gen made from them.
near       = -iquote $(<D) -iquote $(BUILD)/gen/$(<D)

$(BUILD)/obj/gen/%:        INCLUDE += $(CLANG_CF)
$(BUILD)/obj/src/tui/%:    INCLUDE += $(CURSES_CF)
$(BUILD)/obj/tests/bench/%: INCLUDE += $(CURSES_CF) $(CLANG_CF)
$(BUILD)/obj/tests/%:      INCLUDE += -Itests/unit
# clang has a word against each attribute that it does not know; gcc is told by observe.h.
$(BUILD)/obj/docs/%:       INCLUDE := -Iinc -Wno-unknown-attributes

all: $(LIBRARY) $(RECORDING) $(PROGRAMS)  ## build the libraries and programs (default)
	@:

.SECONDEXPANSION:
.SECONDARY:
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

# Objects are made again when the way they are compiled changes (warnings as errors is no such
# change).
FLAGS := $(CC) $(CXX) $(CFLAGS) $(CXXFLAGS) $(SANITIZE)$(if $(FAULTS), FAULTS)
flags_were := $(file <$(BUILD)/flags)
$(BUILD)/flags: $(if $(filter-out $(flags_were),$(FLAGS))$(filter-out $(FLAGS),$(flags_were)),FORCE)
	@mkdir -p $(@D); echo '$(FLAGS)' >$@

# The first build looks for what it needs; a missing package is one clear line, not a page of
# errors.
$(BUILD)/deps:
	$(Q)$(if $(PORTABLE),:,CC='$(CC)' tests/scripts/deps --check build) && mkdir -p $(@D) && touch $@

$(BUILD)/obj/%.o: %.c $(BUILD)/flags | $(BUILD)/deps $$(call gen_headers,$$(*D))
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 $(COMMON) $(INCLUDE) $(near) $(CFLAGS) -c -o $@ $<

# Creating an object is some 400 instructions, which take a twentieth less.
$(BUILD)/obj/src/producer/%.o: CFLAGS := $(subst -O2,-O3,$(CFLAGS))

# Seeking in a recording is mostly decoding, which takes a fifth less.
$(BUILD)/obj/src/record/decode%.o: CFLAGS := $(subst -O2,-O3,$(CFLAGS))

$(BUILD)/obj/%.o: %.cpp $(BUILD)/flags | $(BUILD)/deps $$(call gen_headers,$$(*D))
	$(call say,CXX)
	$(Q)mkdir -p $(@D)
	$(Q)$(CXX) -std=c++17 $(COMMON) $(INCLUDE) $(near) $(CXXFLAGS) -c -o $@ $<

# ---- generated headers: x.memglass.h is made from the x.h beside its user ------------------------

GENERATED  := $(shell grep -rHo --include=*.c --include=*.h --include=*.cpp \
                '^.include "[^"]*\.memglass\.h"' \
                src/proc docs/examples tests/unit tests/e2e tests/bench 2>/dev/null | \
                sed 's|/[^/]*:.include "|/|; s|"$$||' | sort -u)
gen_headers = $(addprefix $(BUILD)/gen/,$(filter $(1)/%,$(GENERATED)))

# A folder of .cpp files has C++ headers.
gen_language = $(if $(wildcard $(1)/*.cpp),-x c++ -std=c++17)
$(BUILD)/gen/%.memglass.h: %.h $(GENERATOR) $(GENERATOR)-clang
	$(call say,GEN)
	$(Q)mkdir -p $(@D)
	$(Q)$(UNSPREAD) $(GENERATOR) $(call gen_language,$(<D)) -Iinc -MD -o $@ $<

# ---- libraries: users see memglass_* and nothing else; our tests link everything -----------------

$(BUILD)/obj/libmemglass.o: $(LIB_OBJS)
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(Q)$(OBJCOPY) --localize-hidden $@

$(BUILD)/libmemglass.a: $(BUILD)/obj/libmemglass.o
$(BUILD)/obj/libinternal.a: $(LIB_OBJS)
$(BUILD)/obj/libdash.a: $(DASH_OBJS)
$(BUILD)/obj/libbase.a: $(BASE_OBJS)
$(BUILD)/obj/libtop.a: $(filter-out %/main.o,$(TOP_OBJS))
$(BUILD)/obj/libproc.a: $(filter-out %/main.o,$(PROC_OBJS))
$(BUILD)/obj/libcli.a: $(filter-out %/main.o,$(CLI_OBJS))
$(BUILD)/obj/libgen.a: $(filter-out %/main.o %/generate.o %/seen.o,$(GEN_OBJS))
$(BUILD)/obj/librecording.a: $(REC_OBJS)
$(BUILD)/%.a:
	$(call say,AR)
	$(Q)mkdir -p $(@D) && rm -f $@ && $(AR) qcs $@ $^

# With the names that a linker and a loader look for.
link_shared = $(Q)$(CC) -shared -Wl,-soname,$(@F).$(MAJOR) $(if $(SANITIZE),,-Wl,-z,defs) \
                  -pthread $(SAN) $(CFLAGS) $(LDFLAGS) -o $@.$(VERSION) $^ $(1) && \
                  ln -sf $(@F).$(VERSION) $@.$(MAJOR) && ln -sf $(@F).$(MAJOR) $@

$(BUILD)/libmemglass.so: $(LIB_OBJS)
	$(call say,LINK)
	$(call link_shared)

# Recordings are a library of their own, so that libmemglass needs libc alone. It has what it needs
# of ours inside, and shows its own functions alone: a program may link both.
$(BUILD)/obj/libmemglass-record.o: $(REC_OBJS) $(BUILD)/obj/libdash.a $(BUILD)/obj/libinternal.a
	$(Q)$(CC) -r -nostdlib -o $@ $^
	$(Q)$(OBJCOPY) --wildcard --keep-global-symbol='memglass_record*' \
	    --keep-global-symbol=memglass_event_name $@

$(BUILD)/libmemglass-record.a: $(BUILD)/obj/libmemglass-record.o
$(BUILD)/libmemglass-record.so: $(BUILD)/obj/libmemglass-record.o
	$(call say,LINK)
	$(call link_shared,$(PACKING) -lm)

# ---- programs: main.o, and the rest of the folder as an archive for its tests --------------------

parts = $(patsubst %,$(BUILD)/obj/lib%.a,$(1))

$(BUILD)/memglass-top:  $(BUILD)/obj/src/top/main.o $(call parts,top dash internal)
$(BUILD)/memglass-proc: $(BUILD)/obj/src/proc/main.o $(call parts,proc dash internal)
$(BUILD)/memglass:      $(BUILD)/obj/src/cli/main.o $(call parts,cli dash internal)
$(BUILD)/memglass-gen:  $(BUILD)/obj/gen/main.o $(call parts,gen base) | $(BUILD)/memglass-gen-clang
$(BUILD)/memglass-gen-clang: $(addprefix $(BUILD)/obj/gen/,generate.o seen.o) $(call parts,gen base)
$(BUILD)/memglass-top:  LIBS = $(CURSES) $(PACKING) -lm
$(BUILD)/memglass-proc: LIBS = -lm
$(BUILD)/memglass:      LIBS = $(JANSSON) $(PACKING) $(SQLITE) -lm
$(BUILD)/memglass-gen-clang: LIBS = $(CLANG) $(JANSSON) -lm
$(filter-out %/memglass-gen,$(PROGRAMS)):
	$(call say,LINK)
	$(Q)$(LINK) $^ $(LIBS)

# Most of what it does is to start, which takes a quarter less without shared libraries.
$(BUILD)/memglass-gen:
	$(call say,LINK)
	$(Q)$(if $(SANITIZE),,$(LINK) -static $^ 2>/dev/null ||) $(LINK) $^

examples: $(EXAMPLES)  ## build docs/examples
	@:
example_sources = $(wildcard docs/$(1)/*.c docs/$(1)/*.cpp)
$(BUILD)/examples/blackbox: LIBS = $(PACKING) -lm
$(BUILD)/examples/blackbox: $(BUILD)/libmemglass-record.a
$(EXAMPLES): $(BUILD)/%: $$(call objects,$$(call example_sources,$$*)) $(BUILD)/libmemglass.a
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(if $(filter %.cpp,$(call example_sources,$*)),$(LINK_CXX),$(LINK)) $^ $(LIBS)

# ---- tests ---------------------------------------------------------------------------------------

# A test links its own object, the other files of its folder as helpers, and the code below its
# folder.
helpers = $(call objects,$(foreach folder,$(1) $(HELPED_$(1)),$(filter-out \
            tests/$(folder)/test_%,$(wildcard tests/$(folder)/*.c))))
HELPED_unit/record = unit/sample
HELPED_unit/cli    = unit/sample
HELPED_unit/top    = unit/sample
HELPED_e2e         = unit/sample
needs   = $(call parts,$(filter $(1),top proc cli gen recording) \
            $(if $(filter base shm format field producer observer gen,$(1)),,dash) internal)

$(BUILD)/tests/unit/gen/%: LIBS = $(CLANG) $(JANSSON)
$(BUILD)/tests/unit/bench/%: LIBS = $(JANSSON)
$(BUILD)/tests/unit/cli/%: LIBS = $(JANSSON) $(SQLITE)
$(BUILD)/tests/unit/record/test_refused $(BUILD)/tests/unit/record/test_refused_reading: \
    LIBS = $(call wrap,malloc calloc realloc mmap pwrite ftruncate fsync)
$(BUILD)/tests/unit/sample/test_refused: \
    LIBS = $(call wrap,malloc calloc realloc mmap pwrite ftruncate fsync pthread_create eventfd)
$(BUILD)/tests/unit/shm/test_unexamined: LIBS = $(call wrap,fstat)
$(BUILD)/tests/unit/sample/test_meanwhile: LIBS = $(call wrap,rewritten_copy observer_ask_written)
$(BUILD)/tests/unit/cli/test_info: LIBS = $(JANSSON) $(SQLITE) $(call wrap,pread)
$(BUILD)/tests/unit/cli/test_replacement: LIBS = $(JANSSON) $(SQLITE) $(call wrap,open fsync linkat renameat2)
$(UNIT): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $$(call helpers,$$(*D)) \
         $$(call needs,$$(notdir $$(*D)))
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $^ $(LIBS) $(CHECK) $(CURSES) $(PACKING) -lm

# What C++ users have: the public library, and for test_bare neither exceptions nor RTTI.
$(BUILD)/obj/tests/unit/cxx/test_bare.o: INCLUDE += -fno-exceptions -fno-rtti
$(UNIT_CXX): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(BUILD)/libmemglass.a
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK_CXX) $^ $(CHECK) -lm

$(E2E): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $$(call helpers,$$(*D)) \
        $(call parts,recording dash internal) | $(PROGRAMS) $(EXAMPLES)
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $^ $(CHECK) $(VTERM) $(CURSES) $(PACKING) -lm

# Killed at each step, or refused by the system at each call: in a build with FAULTS=1.
comma := ,
wrap   = $(patsubst %,-Wl$(comma)--wrap=%,$(1))
WRAPS  = $(call wrap,shm_open shm_unlink posix_fallocate fchmod mmap munmap mprotect close \
             pthread_create malloc calloc realloc posix_memalign clock_gettime)
$(CRASH): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $$(call helpers,crash) $(call parts,internal)
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $(WRAPS) $^ $(CHECK) -lm

# The sources that have an order of tests/litmus/orders.h, once more, so that it can be taken away.
WEAKENED  := $(shell grep -rlE --include='*.c' 'MEMGLASS_WEAKENED|observer/(copying|row).h|producer/life.h' src) \
             $(filter-out $(wildcard tests/litmus/test_*),$(wildcard tests/litmus/*.c)) \
             tests/litmus/test_weakened.c
WEAKENED  := $(patsubst %.c,$(BUILD)/obj/weakened/%.o,$(WEAKENED))
$(BUILD)/obj/weakened/%: INCLUDE += -Itests/unit -include tests/litmus/weaken.h
$(BUILD)/obj/weakened/%.o: %.c $(BUILD)/flags | $(BUILD)/deps
	$(call say,CC)
	$(Q)mkdir -p $(@D)
	$(Q)$(CC) -std=gnu11 $(COMMON) $(INCLUDE) $(near) $(CFLAGS) -c -o $@ $<

$(BUILD)/tests/litmus/test_weakened: $(WEAKENED)
$(filter-out %/test_weakened,$(LITMUS)): $(BUILD)/tests/%: $(BUILD)/obj/tests/%.o $(call helpers,litmus)
$(LITMUS): $(call parts,dash internal)
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $(filter %.o,$^) $(filter %.a,$^) $(CHECK) $(CURSES) -lm

# Measured as users have it, but for frames and views, which are ours.
OURS        = %/bench_frame %/bench_view %/bench_filter %/bench_capture %/bench_read %/bench_written \
              %/bench_screen %/bench_record %/bench_growth %/counts
bench_needs = $(if $(filter $(OURS),$(1)),$(call parts,top dash internal),$(BUILD)/libmemglass.a)
COUNTS := $(BUILD)/tests/bench/counts
$(BENCH) $(COUNTS): $(BUILD)/%: $(BUILD)/obj/%.o $$(call bench_needs,$$*)
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $^ $(JANSSON) $(PACKING) $(if $(filter %/bench_screen,$@),$(CURSES)) -lm

# What programs of ours are compared with, and what tells of the figures: no more in them than they
# need.
# PCP's library of values in memory, where its headers are.
MMV         := $(if $(and $(wildcard /usr/include/pcp/mmv_stats.h),$(wildcard /usr/include/pcp/pmapi.h)),peer_mmv)
BENCH_PEERS := $(addprefix $(BUILD)/tests/bench/,first_screen parse_once report peer_malloc $(MMV))
$(BUILD)/tests/bench/peer_malloc: LIBS = $(JANSSON)
$(BUILD)/tests/bench/peer_mmv: LIBS = $(JANSSON) -lpcp_mmv -lpcp
$(BUILD)/tests/bench/report: LIBS = $(JANSSON) -lm
$(BUILD)/tests/bench/first_screen: LIBS = $(CURSES)
$(BUILD)/tests/bench/parse_once: LIBS = $(CLANG)
$(BENCH_PEERS): $(BUILD)/%: $(BUILD)/obj/%.o
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $^ $(LIBS)

$(BUILD)/tests/dwarf/compare: $$(call objects,$$(wildcard tests/dwarf/*.c))
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $^ $(DWARF) $(JANSSON)

$(BUILD)/tests/tour/tour: $(call objects,tests/tour/tour.c tests/e2e/screen.c)
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) $^ $(VTERM)

$(BUILD)/obj/tests/tour/%: INCLUDE += -Itests/e2e

# Orders are taken away to see what the machine makes of it: ThreadSanitizer, which slows each
# access down, keeps it from happening.
TESTS  := $(UNIT) $(UNIT_CXX) $(E2E) \
          $(if $(filter thread,$(SANITIZE)),$(filter-out %/test_weakened,$(LITMUS)),$(LITMUS))
GOLDEN := $(wildcard tests/golden/run.sh)
STEPS  := tests/headers/run tests/scripts/layers tests/scripts/symbols tests/scripts/man \
          tests/scripts/docs tests/scripts/tour tests/scripts/examples tests/scripts/recording tests/scripts/report \
          tests/scripts/completion tests/scripts/recipes tests/scripts/failures tests/scripts/counts \
          tests/scripts/figures \
          tests/install/run tests/dwarf/run.sh
MAKE_J  = $(MAKE) --no-print-directory $(if $(findstring jobserver,$(MAKEFLAGS)),,-j$(shell nproc))
RUN     = MEMGLASS_BUILD='$(abspath $(BUILD))' CC='$(CC)' CXX='$(CXX)' SANITIZE='$(SANITIZE)' \
          EMULATOR='$(or $(EMULATOR),$(UNSPREAD))' tests/scripts/run-tests

check:  ## install what is missing, build, run every test
	$(Q)CC='$(CC)' tests/scripts/deps check
	$(Q)$(MAKE_J) WERROR=1 all examples tests $(BENCH) $(BENCH_PEERS) $(COUNTS) $(BUILD)/tests/dwarf/compare \
	    $(BUILD)/tests/tour/tour stage
	$(Q)$(MAKE) --no-print-directory WERROR=1 crash-build
	$(Q)$(RUN) $(TESTS) $(CRASHES) $(GOLDEN) $(STEPS)

check-fast:  ## the tests that run our code, without the checks of the tree
	$(Q)CC='$(CC)' tests/scripts/deps check
	$(Q)$(MAKE_J) WERROR=1 all tests
	$(Q)$(MAKE) --no-print-directory WERROR=1 crash-build
	$(Q)$(RUN) $(TESTS) $(CRASHES) $(GOLDEN)

check-asan:  ## check-fast under AddressSanitizer and UndefinedBehaviorSanitizer
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/asan SANITIZE=address,undefined check-fast

check-tsan:  ## check-fast under ThreadSanitizer
	$(Q)$(MAKE) --no-print-directory BUILD=$(BUILD)/tsan SANITIZE=thread check-fast

VALGRIND = valgrind -q --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite \
           --error-exitcode=97 --child-silent-after-fork=yes --log-file=$(abspath $(BUILD))/valgrind.%p
check-valgrind:  ## the end-to-end tests, the dashboard under valgrind
	$(Q)CC='$(CC)' tests/scripts/deps ci
	$(Q)$(MAKE_J) WERROR=1 all examples $(E2E)
	$(Q)rm -f $(BUILD)/valgrind.*
	$(Q)MEMGLASS_TOP='$(VALGRIND)' MEMGLASS_PATIENCE=5 CK_TIMEOUT_MULTIPLIER=10 TEST_TIMEOUT=900 \
	    $(RUN) $(filter-out %/test_errors,$(E2E))
	$(Q)if [ -n "$$(find $(BUILD) -maxdepth 1 -name 'valgrind.*' -size +0)" ]; then \
	    cat $(BUILD)/valgrind.*; exit 1; fi

# Another C library and another processor: the library, the C example, and the tests that need no
# more than these, with tests/portable in the place of Check. The litmus tests are among them.
PORTABLE_UNIT  = $(foreach f,base shm format field producer observer sample security,\
                   $(filter $(BUILD)/tests/unit/$(f)/%,$(UNIT)))
# qemu-user does not execute a program of another machine, and breaks when a process with threads
# forks again and again: test_process, test_forks and test_beside are about both. It is too slow for
# what test_weakened waits for.
PORTABLE_TESTS = $(filter-out $(if $(EMULATOR),%/test_process %/test_forks %/test_beside \
                   %/test_weakened),\
                   $(PORTABLE_UNIT) $(LITMUS))
portable: $(BUILD)/libmemglass.a $(BUILD)/examples/game $(PORTABLE_TESTS)
	$(Q)$(EMULATOR) $(BUILD)/examples/game 1
	$(Q)$(RUN) $(PORTABLE_TESTS)

in_portable = $(Q)$(MAKE_J) $(BUILD)/memglass-gen && $(MAKE_J) WERROR=1 PORTABLE=1 \
              GENERATOR=$(BUILD)/memglass-gen BUILD=$(BUILD)/$(1) CC=$(2)

check-musl:  ## the library's tests on musl, statically linked; needs musl-tools
	$(Q)tests/scripts/deps musl
	$(call in_portable,musl,musl-gcc) LDFLAGS=-static portable

check-aarch64:  ## the library's tests for 64-bit ARM, under qemu; needs a cross compiler
	$(Q)tests/scripts/deps aarch64
	$(call in_portable,aarch64,aarch64-linux-gnu-gcc) OBJCOPY=aarch64-linux-gnu-objcopy \
	    EMULATOR='qemu-aarch64 -L /usr/aarch64-linux-gnu' TEST_TIMEOUT=600 portable

tests: $(TESTS)
	@:

tour: all $(BUILD)/tests/tour/tour examples  ## take the screens of docs/tour.md anew
	$(Q)MEMGLASS_BUILD='$(abspath $(BUILD))' $(BUILD)/tests/tour/tour write docs/tour.md

# The check tries a part of the steps.
CRASHES := $(patsubst $(BUILD)/%,$(BUILD)/crash/%,$(CRASH))
crash-build:
	$(Q)$(MAKE_J) BUILD=$(BUILD)/crash FAULTS=1 WERROR=$(WERROR) $(CRASHES)

crash: crash-build  ## kill a producer at each of its steps; refuse each of its system calls
	$(Q)CRASH_ALL=1 CK_TIMEOUT_MULTIPLIER=15 TEST_TIMEOUT=900 $(RUN) $(CRASHES)

# What an outside project would find installed; tests/install builds one against it.
stage: all
	$(Q)rm -rf $(BUILD)/stage
	$(Q)$(MAKE) --no-print-directory install PREFIX=/opt/memglass DESTDIR=$(BUILD)/stage >/dev/null

# libFuzzer: each program runs FUZZ_S seconds on the corpus that it has found so far in BUILD, and on
# the seeds of tests/fuzz/corpus. FUZZ_ONLY="tables events" runs these alone.
FUZZ_S    ?= 60
FUZZ_WITH := $(addprefix tests/fuzz/,image.c world.c)
FUZZ_ONLY ?= $(basename $(notdir $(filter-out $(FUZZ_WITH),$(wildcard tests/fuzz/*.c))))
FUZZ      := $(FUZZ_ONLY:%=$(BUILD)/tests/fuzz/%)
fuzz:  ## fuzz what reads foreign bytes, FUZZ_S seconds each; needs clang
	$(Q)$(MAKE_J) BUILD=$(BUILD)/fuzz CC=clang CXX=clang++ \
	    SANITIZE=fuzzer-no-link,address,undefined fuzz-run

fuzz-run: $(FUZZ)
	$(Q)tests/scripts/fuzz $(FUZZ_S) $(BUILD)/tests/fuzz $(FUZZ_ONLY)

$(FUZZ): $(BUILD)/%: $(BUILD)/obj/%.o $(call objects,$(FUZZ_WITH)) $(call parts,proc recording dash internal)
	$(call say,LINK)
	$(Q)mkdir -p $(@D)
	$(Q)$(LINK) -fsanitize=fuzzer $^ $(PACKING) -lm

LITMUS_READS ?= 100000000
litmus: $(LITMUS)  ## LITMUS_READS checked reads under writers, and each order taken away
	$(Q)$(BUILD)/tests/litmus/test_model
	$(Q)$(BUILD)/tests/litmus/test_weakened
	$(Q)LITMUS_READS=$(LITMUS_READS) $(BUILD)/tests/litmus/test_litmus

# The figures that are to be reached come first; the others say more.
FIGURES    = $(addprefix $(BUILD)/tests/bench/bench_,write read observers create threads capture written find screen gen)
run_bench  = $(Q)rm -f $(BUILD)/bench.json; for b in $(1); do $(2) MEMGLASS_BUILD=$(abspath $(BUILD)) \
                 BENCH_JSON=$(abspath $(BUILD))/bench.json $$b || exit; done
bench: $(BENCH) $(BENCH_PEERS) all  ## measure; a table here, BUILD/bench.json, BUILD/growth.svg
	$(call run_bench,$(FIGURES) $(filter-out $(FIGURES),$(BENCH)))
	$(Q)$(BUILD)/tests/bench/report plot $(BUILD)/bench.json >$(BUILD)/growth.svg

bench-quick: $(FIGURES) $(BENCH_PEERS) all  ## the figures with a reach, in a minute
	$(call run_bench,$(FIGURES),BENCH_QUICK=1)

# perf where it is there, else callgrind; docs/performance.md says how to read it.
PROFILE ?= capture
profile: $(BUILD)/tests/bench/bench_$(PROFILE) $(BENCH_PEERS) all  ## where the time of PROFILE=capture (find, ...) goes
	$(Q)if command -v perf >/dev/null; then \
	    MEMGLASS_BUILD=$(abspath $(BUILD)) BENCH_QUICK=1 perf record -q -o $(BUILD)/profile.perf $<; \
	    perf report -i $(BUILD)/profile.perf --stdio --no-children --percent-limit 1; \
	else \
	    MEMGLASS_BUILD=$(abspath $(BUILD)) BENCH_QUICK=1 valgrind --tool=callgrind \
	        --callgrind-out-file=$(BUILD)/profile.callgrind $<; \
	    callgrind_annotate $(BUILD)/profile.callgrind | head -n 60; \
	fi

demo:  ## install what is missing, build, watch this machine's processes
	$(Q)CC='$(CC)' tests/scripts/deps demo
	$(Q)$(MAKE_J) $(BUILD)/memglass-proc $(BUILD)/memglass-top
	$(Q)src/proc/demo.sh $(BUILD)

deps:  ## install what building and testing need
	$(Q)CC='$(CC)' tests/scripts/deps check

deps-ci:  ## the same, with clang, clang-format and valgrind
	$(Q)tests/scripts/deps ci

FORMATTED = $(shell find inc src gen tests docs/examples -path tests/golden -prune -o \
              \( -name '*.c' -o -name '*.h' -o -name '*.[hc]pp' \) -print 2>/dev/null)
format:  ## lay every source out with clang-format
	$(Q)clang-format -i $(FORMATTED)

format-check:  ## fail when a source is not laid out so
	$(Q)clang-format --dry-run -Werror $(FORMATTED)

# ---- installation --------------------------------------------------------------------------------

BINDIR   = $(DESTDIR)$(PREFIX)/bin
EXECDIR  = $(DESTDIR)$(PREFIX)/libexec/memglass
BEHIND   = $(BUILD)/memglass-gen-clang
LIBDIR   = $(DESTDIR)$(PREFIX)/lib
CMAKEDIR = $(LIBDIR)/cmake/memglass
INCDIR   = $(DESTDIR)$(PREFIX)/include/memglass
DATADIR  = $(DESTDIR)$(PREFIX)/share/memglass
MANDIR   = $(DESTDIR)$(PREFIX)/share/man
BASHDIR  = $(DESTDIR)$(PREFIX)/share/bash-completion/completions
ZSHDIR   = $(DESTDIR)$(PREFIX)/share/zsh/site-functions
man_dest = $(MANDIR)/man$(patsubst .%,%,$(suffix $(1)))

install: all  ## install under PREFIX (in DESTDIR, when given)
	$(Q)install -d $(BINDIR) $(EXECDIR) $(LIBDIR)/pkgconfig $(CMAKEDIR) $(INCDIR) $(DATADIR) \
	    $(addprefix $(MANDIR)/man,1 3 7) $(BASHDIR) $(ZSHDIR)
	$(Q)install -m 755 $(filter-out $(BEHIND),$(PROGRAMS)) $(BINDIR)
	$(Q)install -m 755 $(BEHIND) $(EXECDIR)
	$(Q)for lib in libmemglass libmemglass-record; do \
	    install -m 644 $(BUILD)/$$lib.a $(LIBDIR) && \
	    install -m 755 $(BUILD)/$$lib.so.$(VERSION) $(LIBDIR) && \
	    ln -sf $$lib.so.$(VERSION) $(LIBDIR)/$$lib.so.$(MAJOR) && \
	    ln -sf $$lib.so.$(MAJOR) $(LIBDIR)/$$lib.so && \
	    sed 's|@PREFIX@|$(PREFIX)|; s|@VERSION@|$(VERSION)|' inc/$${lib#lib}.pc.in \
	        >$(LIBDIR)/pkgconfig/$${lib#lib}.pc || exit; done
	$(Q)sed 's|@VERSION@|$(VERSION)|' inc/memglassConfigVersion.cmake.in \
	    >$(CMAKEDIR)/memglassConfigVersion.cmake
	$(Q)install -m 644 inc/memglassConfig.cmake gen/MemglassGenerate.cmake $(CMAKEDIR)
	$(Q)install -m 644 $(HEADERS) $(INCDIR)
	$(Q)install -m 644 gen/memglass-gen.mk $(DATADIR)
	$(Q)$(foreach page,$(MANPAGES),install -m 644 $(page) $(call man_dest,$(page)) &&) :
	$(Q)$(UNSPREAD) $(BUILD)/memglass completion bash >$(BASHDIR)/memglass
	$(Q)$(UNSPREAD) $(BUILD)/memglass completion zsh >$(ZSHDIR)/_memglass
	$(Q)$(if $(DESTDIR),:,ldconfig 2>/dev/null || :)
	@echo '  installed under $(DESTDIR)$(PREFIX)'

uninstall:  ## remove what install put there
	$(Q)rm -f $(addprefix $(BINDIR)/,$(notdir $(PROGRAMS)))
	$(Q)rm -f $(foreach lib,libmemglass libmemglass-record,\
	    $(addprefix $(LIBDIR)/$(lib).,a so so.$(MAJOR) so.$(VERSION)))
	$(Q)rm -f $(LIBDIR)/pkgconfig/memglass.pc $(LIBDIR)/pkgconfig/memglass-record.pc
	$(Q)rm -f $(foreach page,$(MANPAGES),$(call man_dest,$(page))/$(notdir $(page)))
	$(Q)rm -f $(BASHDIR)/memglass $(ZSHDIR)/_memglass
	$(Q)rm -rf $(INCDIR) $(DATADIR) $(CMAKEDIR) $(EXECDIR)

clean:  ## remove BUILD
	rm -rf $(BUILD)

help:  ## this list
	@sed -n '2,/^$$/s/^# \{0,1\}//p' Makefile
	@sed -n 's/^\([a-z-]*\):.*##  *\(.*\)/\1|\2/p' Makefile | \
	    awk -F'|' '{printf "  make %-14s %s\n", $$1, $$2}'

FORCE:
.PHONY: all check check-fast check-asan check-tsan check-valgrind check-musl check-aarch64 \
        portable tests tour stage crash crash-build fuzz fuzz-run litmus bench bench-quick profile \
        demo deps deps-ci examples format format-check install uninstall clean help FORCE

-include $(shell find $(BUILD)/obj $(BUILD)/gen -name '*.d' 2>/dev/null)
