// What Swift cannot express: a comparison of 64 bytes as a 64-bit mask, the CPU's SHA instructions, memmem, O_DIRECT.
// Everything here is portable C with clang's vector extension; the SHA instructions have a plain C equivalent.
#ifndef INTRINSICS_H
#define INTRINSICS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef uint8_t bytes64 __attribute__((ext_vector_type(64)));
typedef _Bool mask64 __attribute__((ext_vector_type(64)));

#define EACH_BYTE(value) ((bytes64)(uint8_t)(value))
// Bit i of the result is set if the comparison holds for byte i. On x86 this compiles to pmovmskb.
#define MASK_OF(comparison)                                                                                            \
    ({                                                                                                                 \
        mask64 lanes_ = __builtin_convertvector((comparison), mask64);                                                 \
        uint64_t mask_;                                                                                                \
        memcpy(&mask_, &lanes_, 8);                                                                                    \
        mask_;                                                                                                         \
    })

// The state of a JSON scan, 64 bytes per step, and the findings of the current step; bit i of a mask is for byte i of
// the step.
struct json_scan {
    const uint8_t *bytes;
    size_t count;
    size_t offset;           // of the next step
    uint64_t carries_escape; // 1 if the first byte of the next step is escaped
    uint32_t *quotes;        // offsets of unescaped quotes, with room for 64 more
    size_t quote_count;
    uint64_t rare;           // escaped bytes other than a quote, a backslash or n
    uint64_t control;        // below 0x20 inside a string
    uint64_t high;           // above 0x7f: part of a multi-byte UTF-8 sequence
};

// Scans to the end of the text, to the end of the first step with a rare, control or high byte, or until there is room
// for fewer than 64 quotes before quotes_end. Returns true if it stopped at such a byte.
bool json_scan_on(struct json_scan *scan, const uint32_t *quotes_end);

// The maximum length of a byte's representation in a JSON string.
#define LONGEST_JSON_ESCAPE 6

// Returns the number of bytes before the first that must be escaped in a JSON string: a quote, a backslash or a control
// character.
size_t json_plain_prefix(const uint8_t *bytes, size_t count);

// Writes at most 64 bytes as the contents of a JSON string, escaped; returns the number of bytes written. It may
// overwrite 64 bytes after those.
size_t json_escape_block(const uint8_t *bytes, size_t count, uint8_t *out);

// Writes the escape of a quote, a backslash or a control character; returns its length.
size_t json_escape_byte(uint8_t byte, uint8_t *out);

// Returns the offset of the first backslash followed by u or a slash, at or after offset, or count if there is none.
static inline size_t find_escape_of_u_or_slash(const uint8_t *bytes, size_t offset, size_t count) {
    for (; offset + 65 <= count; offset += 64) {
        bytes64 v, next;
        memcpy(&v, bytes + offset, 64);
        memcpy(&next, bytes + offset + 1, 64);
        uint64_t found = MASK_OF(v == EACH_BYTE('\\'))
                         & (MASK_OF(next == EACH_BYTE('u')) | MASK_OF(next == EACH_BYTE('/')));
        if (found) return offset + (size_t)__builtin_ctzll(found);
    }
    for (; offset + 2 <= count; offset++)
        if (bytes[offset] == '\\' && (bytes[offset + 1] == 'u' || bytes[offset + 1] == '/')) return offset;
    return count;
}

// Bit i of the result is set if byte i is equal to byte.
static inline uint64_t equal_bytes(const uint8_t *bytes, uint8_t byte) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    return MASK_OF(v == EACH_BYTE(byte));
}

// Returns the number of bytes that are equal to byte.
static inline size_t count_bytes(const uint8_t *bytes, size_t count, uint8_t byte) {
    size_t found = 0, offset = 0;
    while (offset + 64 <= count) {
        // Each lane has a counter of its own, up to the maximum of a byte.
        bytes64 lanes = EACH_BYTE(0);
        for (int step = 0; step < 255 && offset + 64 <= count; step++, offset += 64) {
            bytes64 v;
            memcpy(&v, bytes + offset, 64);
            lanes -= (bytes64)(v == EACH_BYTE(byte));
        }
        for (int lane = 0; lane < 64; lane++) found += lanes[lane];
    }
    for (; offset < count; offset++) found += bytes[offset] == byte;
    return found;
}

// Returns the number of bytes before the first block of 64 that contains one above 0x7f.
static inline size_t ascii_prefix(const uint8_t *bytes, size_t count) {
    size_t offset = 0;
    for (; offset + 64 <= count; offset += 64) {
        bytes64 v;
        memcpy(&v, bytes + offset, 64);
        if (MASK_OF(v > EACH_BYTE(0x7f))) break;
    }
    return offset;
}

// The state of a scan for words, 64 bytes per step.
struct word_scan {
    const uint8_t *bytes;
    size_t count;
    size_t offset;      // of the next step
    uint8_t *lowered;   // the lowercased text; 64 bytes more than its maximum length
    size_t written;
    int32_t *edges;     // the starts and ends of words in lowered, alternating
    size_t edge_count;
};

// Scans to the end of the text, to a step with a byte above 0x7f, or until there is room for fewer than 72 edges before
// edges_end. Bytes after the end of the text count as spaces. Returns true if it stopped at a high byte.
bool word_scan_on(struct word_scan *scan, const int32_t *edges_end);

// The maximum length of a needle that is compared in full at each candidate; for longer ones memmem takes time
// independent of the needle's length.
#define LONGEST_QUICK_NEEDLE 256

// Returns the first occurrence of needle in haystack, or NULL; candidates are places where its first and last byte
// match.
static inline const void *find_bytes(const uint8_t *haystack, size_t count, const uint8_t *needle, size_t length) {
    if (length < 2 || length > LONGEST_QUICK_NEEDLE || count < 63 + length)
        return memmem(haystack, count, needle, length);
    const size_t last = count - 63 - length;
    for (size_t offset = 0;; offset = offset + 64 < last ? offset + 64 : last) {
        bytes64 firsts, ends;
        memcpy(&firsts, haystack + offset, 64);
        memcpy(&ends, haystack + offset + length - 1, 64);
        uint64_t places = MASK_OF(firsts == EACH_BYTE(needle[0])) & MASK_OF(ends == EACH_BYTE(needle[length - 1]));
        for (; places; places &= places - 1) {
            const uint8_t *place = haystack + offset + __builtin_ctzll(places);
            if (memcmp(place + 1, needle + 1, length - 2) == 0) return place;
        }
        if (offset == last) return NULL;
    }
}

// Prefetches memory that will be read soon.
static inline void prefetch(const void *place) { __builtin_prefetch(place); }

// Requests huge pages for memory with random access: with small pages each access would also wait for the page table
// entry. It is a hint that the system may ignore.
void ask_for_huge_pages(void *start, size_t count);

// Allocates count bytes of zeroed memory, whose pages are only committed when first used; returns NULL if there is not
// enough memory. Free it with free_zeroed.
void *allocate_zeroed(size_t count);
void free_zeroed(void *memory);

// Whether the system would allocate count bytes.
bool has_memory(size_t count);

// Returns freed memory to the system, which some libraries otherwise keep for later allocations.
void give_back_freed_memory(void);

// Sets whether writes bypass the system's page cache; returns false if the file or the system does not support it.
static inline bool set_direct_writing(int descriptor, bool wanted) {
#if defined(F_NOCACHE)
    return fcntl(descriptor, F_NOCACHE, wanted ? 1 : 0) == 0;
#elif defined(O_DIRECT)
    int flags = fcntl(descriptor, F_GETFL);
    return flags >= 0 && fcntl(descriptor, F_SETFL, wanted ? flags | O_DIRECT : flags & ~O_DIRECT) == 0;
#else
    return false;
#endif
}

// Starts writing a range of a file to disk, without waiting.
static inline void begin_writing_out(int descriptor, int64_t offset, int64_t count) {
#if defined(SYNC_FILE_RANGE_WRITE)
    sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
#else
    (void)descriptor, (void)offset, (void)count;
#endif
}

// The compression function of SHA-256 (FIPS 180-4) on whole blocks of 64 bytes.
void sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t block_count);

// A build in a folder of an earlier one sees a new header of the module only if one that it knows includes it.
#include "decompress.h"

#endif
