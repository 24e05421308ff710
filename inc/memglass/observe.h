/*
 * memglass/observe.h - the annotations that memglass-gen reads. Includes nothing, and expands to
 * nothing in every compiler but the generator's own pass, so an annotated header costs its users
 * nothing.
 *
 *     struct MEMGLASS_OBSERVE player {
 *         uint64_t shots MEMGLASS_FIELD("counter desc(shots fired)");
 *         float health;  // @unit(hp) @range(0,100) @desc(hit points left)
 *     };
 *
 * On a type: MEMGLASS_OBSERVE, or [[memglass::observe]] in C++ and C23. Compilers other than gcc 12
 * and later warn about an attribute that they do not know (clang: -Wno-unknown-attributes).
 *
 * On a field: MEMGLASS_FIELD("..."), [[memglass::field("...")]], or a comment beside the field. The
 * words, with @ in comments:
 *
 *  - atomic: stores to the field are atomic
 *  - seqlock: asserts that the field is MEMGLASS_GUARDED
 *  - counter: only grows; its rate is shown
 *  - gauge: a level; shown as such
 *  - unit(text): unit of the value
 *  - range(min,max): makes a gauge bar
 *  - enum(A=0,B=1): names of an integer's values
 *  - flags(X=1,Y=2): names of an integer's bits
 *  - format(%.2f): printf format of one number
 *  - desc(text): shown in the inspector
 *  - hidden: not shown unless asked for
 */
#ifndef MEMGLASS_OBSERVE_H
#define MEMGLASS_OBSERVE_H

#ifdef MEMGLASS_GENERATING
#    define MEMGLASS_OBSERVE     __attribute__((annotate("memglass:observe")))
#    define MEMGLASS_FIELD(text) __attribute__((annotate("memglass:field:" text)))
#else
#    define MEMGLASS_OBSERVE
#    define MEMGLASS_FIELD(text)
#endif

#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ >= 12
#    pragma GCC diagnostic ignored_attributes "memglass::"
#endif

#endif
