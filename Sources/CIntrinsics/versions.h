// Compiles one scan for the instruction sets that x86 processors may have beyond the baseline, and selects one at run
// time. Other architectures have a single version.
#ifndef VERSIONS_H
#define VERSIONS_H

#include <stdatomic.h>
#include <stdbool.h>

#if defined(__x86_64__)
#define VERSIONS_FOR_X86(walk, state, end)                                                                             \
    __attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))) static bool walk##_with_avx2(struct state *s, const end *e) { \
        return walk(s, e);                                                                                             \
    }                                                                                                                  \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx2,bmi,bmi2,lzcnt,popcnt"), min_vector_width(512))) static bool \
    walk##_with_avx512(struct state *s, const end *e) {                                                                \
        return walk(s, e);                                                                                             \
    }
#define CHOOSE_FOR_X86(walk)                                                                                           \
    if (__builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) return walk##_with_avx512;           \
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) return walk##_with_avx2;
#else
#define VERSIONS_FOR_X86(walk, state, end)
#define CHOOSE_FOR_X86(walk)
#endif

// Defines the function `name`, which calls the best version of `walk` for the processor; `walk` must always be inlined.
#define COMPILE_VERSIONS(name, walk, state, end)                                                                       \
    static bool walk##_plainly(struct state *s, const end *e) { return walk(s, e); }                                   \
    VERSIONS_FOR_X86(walk, state, end)                                                                                 \
    typedef bool walk##_function(struct state *, const end *);                                                         \
    static walk##_function *walk##_choose(void) {                                                                      \
        CHOOSE_FOR_X86(walk)                                                                                           \
        return walk##_plainly;                                                                                         \
    }                                                                                                                  \
    bool name(struct state *s, const end *e) {                                                                         \
        static _Atomic(walk##_function *) chosen;                                                                      \
        walk##_function *function = atomic_load_explicit(&chosen, memory_order_relaxed);                               \
        if (!function) {                                                                                               \
            /* Two threads may both choose, and choose the same. */                                                    \
            function = walk##_choose();                                                                                \
            atomic_store_explicit(&chosen, function, memory_order_relaxed);                                            \
        }                                                                                                              \
        return function(s, e);                                                                                         \
    }

#endif
