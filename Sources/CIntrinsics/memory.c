#include "intrinsics.h"

#if defined(__linux__)
#include <malloc.h>
#endif
#include <stdlib.h>
#include <sys/mman.h>

// A sanitizer replaces the system's allocator, which is then never initialized; two threads that call malloc_trim at
// the same time would both start to initialize it.
#if defined(__has_feature)
#define HAS_SANITIZER (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#else
#define HAS_SANITIZER 0
#endif

void ask_for_huge_pages(void *start, size_t count) {
#if defined(MADV_HUGEPAGE)
    const uintptr_t huge = 2 << 20;
    const uintptr_t first = ((uintptr_t)start + huge - 1) & ~(huge - 1), end = ((uintptr_t)start + count) & ~(huge - 1);
    if (first < end) madvise((void *)first, end - first, MADV_HUGEPAGE);
#else
    (void)start, (void)count;
#endif
}

void *allocate_zeroed(size_t count) { return calloc(count, 1); }

void free_zeroed(void *memory) { free(memory); }

bool has_memory(size_t count) {
    // Volatile, since the compiler would remove an unused allocation.
    void *volatile memory = malloc(count);
    const bool is_there = memory != NULL;
    free(memory);
    return is_there;
}

void give_back_freed_memory(void) {
#if defined(__GLIBC__) && !HAS_SANITIZER
    malloc_trim(0);
#endif
}
