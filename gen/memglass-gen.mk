# For a Makefile of yours: makes game.memglass.h from the annotated game.h, again whenever game.h or
# a header that it includes has changed.
#
#     include $(shell pkg-config --variable=makefile memglass)
#     main.o: game.memglass.h
#
# MEMGLASS_GEN is the program, MEMGLASS_GEN_FLAGS what your headers need to be read: -I DIR, -D
# NAME, -std=c++17, -x c++.

MEMGLASS_GEN       ?= memglass-gen
MEMGLASS_GEN_FLAGS ?=

%.memglass.h: %.h
	$(MEMGLASS_GEN) $(MEMGLASS_GEN_FLAGS) -MD -o $@ $<

# What each description was made from, as memglass-gen -MD wrote it.
-include $(shell find . -name '*.memglass.d')
