// What Swift cannot say: a comparison of 64 bytes as one 64-bit mask, the CPU's SHA instructions, memmem.
// Everything here is portable C with clang's vector extension; the SHA instructions have a plain C twin.
#ifndef INTRINSICS_H
#define INTRINSICS_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
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

// What a JSON reader asks of 64 bytes; bit i speaks of byte i.
struct json_classes {
    uint64_t quote;      // "
    uint64_t backslash;  // a back-slash
    uint64_t control;    // below 0x20
    uint64_t high;       // above 0x7f: part of a multi-byte UTF-8 sequence
    uint64_t letter_n;   // n, the commonest letter of an escape
};

static inline struct json_classes json_classes_of(const uint8_t *bytes) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    struct json_classes classes = {
        .quote = MASK_OF(v == EACH_BYTE('"')),
        .backslash = MASK_OF(v == EACH_BYTE('\\')),
        .control = MASK_OF(v < EACH_BYTE(0x20)),
        .high = MASK_OF(v > EACH_BYTE(0x7f)),
        .letter_n = MASK_OF(v == EACH_BYTE('n')),
    };
    return classes;
}

// The same for the last count < 64 bytes of a text; the missing ones count as spaces.
static inline struct json_classes json_classes_of_tail(const uint8_t *bytes, size_t count) {
    uint8_t block[64];
    memset(block, ' ', 64);
    memcpy(block, bytes, count);
    return json_classes_of(block);
}

// Bit i is set when byte i must be escaped in a JSON string: a quote, a back-slash or a control character.
static inline uint64_t json_needs_escape(const uint8_t *bytes) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    return MASK_OF(v == EACH_BYTE('"')) | MASK_OF(v == EACH_BYTE('\\')) | MASK_OF(v < EACH_BYTE(0x20));
}

// Bit i is set when byte i is the given one.
static inline uint64_t equal_bytes(const uint8_t *bytes, uint8_t byte) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    return MASK_OF(v == EACH_BYTE(byte));
}

// What a cutter into words asks of 64 bytes; bit i speaks of byte i.
struct word_classes {
    uint64_t white_space;  // of ASCII: 9 to 13 and 32
    uint64_t high;         // above 0x7f: part of a multi-byte UTF-8 sequence
};

// The classes of 64 bytes, whose ASCII letters are written to lowered in lower case.
static inline struct word_classes lower_and_classify(const uint8_t *bytes, uint8_t *lowered) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    bytes64 is_upper = (bytes64)((v - EACH_BYTE('A')) < EACH_BYTE(26));
    bytes64 lower = v + (is_upper & EACH_BYTE(0x20));
    memcpy(lowered, &lower, 64);
    struct word_classes classes = {
        .white_space = MASK_OF(v == EACH_BYTE(' ')) | MASK_OF((v - EACH_BYTE(9)) < EACH_BYTE(5)),
        .high = MASK_OF(v > EACH_BYTE(0x7f)),
    };
    return classes;
}

// The first place of needle in haystack, or NULL.
static inline const void *find_bytes(const void *haystack, size_t count, const void *needle, size_t needle_count) {
    return memmem(haystack, count, needle, needle_count);
}

// SHA-256 of FIPS 180-4: the compression function over whole blocks of 64 bytes.
void sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t block_count);

#endif
