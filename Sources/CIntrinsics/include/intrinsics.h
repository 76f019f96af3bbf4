// What Swift cannot say: a comparison of 64 bytes as one 64-bit mask, the CPU's SHA instructions, memmem, O_DIRECT.
// Everything here is portable C with clang's vector extension; the SHA instructions have a plain C twin.
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
// Bit i of the result is set when the comparison holds for byte i. On x86 this becomes pmovmskb.
#define MASK_OF(comparison)                                                                                            \
    ({                                                                                                                 \
        mask64 lanes_ = __builtin_convertvector((comparison), mask64);                                                 \
        uint64_t mask_;                                                                                                \
        memcpy(&mask_, &lanes_, 8);                                                                                    \
        mask_;                                                                                                         \
    })

// The walk of a JSON reader over a text, 64 bytes a step, and what it found in the step at hand; bit i of a mask speaks
// of byte i of that step.
struct json_scan {
    const uint8_t *bytes;
    size_t count;
    size_t offset;           // of the next step
    uint64_t carries_escape; // 1 when the next step's first byte is escaped
    uint32_t *quotes;        // room for the offsets of quotes that are not escaped, 64 more than there are
    size_t quote_count;
    uint64_t rare;           // bytes that are escaped and no quote, back-slash or n
    uint64_t control;        // below 0x20 inside a string
    uint64_t high;           // above 0x7f: part of a multi-byte UTF-8 sequence
};

// Goes on to the end of the text, or to just behind the first step with a rare, control or high byte, or until there is
// room for fewer than 64 quotes before quotes_end. True when it stopped for such a byte.
bool json_scan_on(struct json_scan *scan, const uint32_t *quotes_end);

// What a byte becomes in a JSON string is at most this long.
#define LONGEST_JSON_ESCAPE 6

// How many bytes there are before the first that must be escaped in a JSON string: a quote, a back-slash or a control
// character.
size_t json_plain_prefix(const uint8_t *bytes, size_t count);

// Writes at most 64 bytes as they stand in a JSON string, escapes and all; returns how many it wrote. It may write over
// 64 bytes behind that.
size_t json_escape_block(const uint8_t *bytes, size_t count, uint8_t *out);

// Writes the escape of a quote, a back-slash or a control character; returns its length.
size_t json_escape_byte(uint8_t byte, uint8_t *out);

// The first place from offset on of a back-slash with a u or a slash behind it, or count.
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

// Bit i is set when byte i is the given one.
static inline uint64_t equal_bytes(const uint8_t *bytes, uint8_t byte) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    return MASK_OF(v == EACH_BYTE(byte));
}

// How many of the bytes are the given one.
static inline size_t count_bytes(const uint8_t *bytes, size_t count, uint8_t byte) {
    size_t found = 0, offset = 0;
    while (offset + 64 <= count) {
        // Each lane counts for itself, as far as a byte goes.
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

// How many bytes there are before the first block of 64 with one above 0x7f.
static inline size_t ascii_prefix(const uint8_t *bytes, size_t count) {
    size_t offset = 0;
    for (; offset + 64 <= count; offset += 64) {
        bytes64 v;
        memcpy(&v, bytes + offset, 64);
        if (MASK_OF(v > EACH_BYTE(0x7f))) break;
    }
    return offset;
}

// The walk of a cutter into words over a text, 64 bytes a step.
struct word_scan {
    const uint8_t *bytes;
    size_t count;
    size_t offset;      // of the next step
    uint8_t *lowered;   // what was read in lower case; 64 bytes more room than it can become
    size_t written;
    int32_t *edges;     // where in lowered words begin and end, by turns
    size_t edge_count;
};

// Goes on to the end of the text, or to a step with a byte above 0x7f, or until there is room for fewer than 72 edges
// before edges_end. What is behind the text's end counts as a space. True when it stopped for a high byte.
bool word_scan_on(struct word_scan *scan, const int32_t *edges_end);

// The longest needle of which at each place that may be right all bytes are compared; for longer ones memmem takes a
// time that does not grow with the needle.
#define LONGEST_QUICK_NEEDLE 256

// The first place of needle in haystack, or NULL: where its first and its last byte are right the others are compared.
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

// Has the memory fetched that will be read soon.
static inline void prefetch(const void *place) { __builtin_prefetch(place); }

// Asks for large pages for memory that will be looked at here and there: with small ones each look would also wait for
// the page's entry in the system's tables. What the system does not offer is no loss.
void ask_for_huge_pages(void *start, size_t count);

// Memory of so many bytes, all zero, of which each page costs its first user's time and nothing before; NULL when there
// is none. It is given back by free_zeroed.
void *allocate_zeroed(size_t count);
void free_zeroed(void *memory);

// Whether the system would give so much memory.
bool has_memory(size_t count);

// Gives back to the system what was freed, which some libraries keep for whoever asks next.
void give_back_freed_memory(void);

// Whether writing goes past the system's page cache; false when the file or the system does not offer it.
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

// Asks the system to begin to write a range of a file to the disk, and waits for nothing.
static inline void begin_writing_out(int descriptor, int64_t offset, int64_t count) {
#if defined(SYNC_FILE_RANGE_WRITE)
    sync_file_range(descriptor, offset, count, SYNC_FILE_RANGE_WRITE);
#else
    (void)descriptor, (void)offset, (void)count;
#endif
}

// SHA-256 of FIPS 180-4: the compression function over whole blocks of 64 bytes.
void sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t block_count);

#endif
