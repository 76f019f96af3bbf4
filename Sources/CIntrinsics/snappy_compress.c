#include "decompress.h"

#include <string.h>

// Copies reach back within a block, so that a position fits in two bytes.
#define BLOCK_SIZE ((size_t)1 << 16)
#define HASH_BITS 14

size_t snappy_bound(size_t count) { return 32 + count + count / 6; }

static uint32_t load4(const uint8_t *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static size_t place_of(uint32_t four) { return (four * 0x1e35a7bdu) >> (32 - HASH_BITS); }

static uint8_t *put_literal(uint8_t *out, const uint8_t *from, size_t count) {
    const size_t less = count - 1;
    if (less < 60) {
        *out++ = (uint8_t)(less << 2);
    } else if (less < 256) {
        *out++ = 60 << 2;
        *out++ = (uint8_t)less;
    } else {
        *out++ = 61 << 2;
        *out++ = (uint8_t)less;
        *out++ = (uint8_t)(less >> 8);
    }
    memcpy(out, from, count);
    return out + count;
}

static uint8_t *put_long_copy(uint8_t *out, size_t offset, size_t length) {
    *out++ = (uint8_t)((length - 1) << 2 | 2);
    *out++ = (uint8_t)offset;
    *out++ = (uint8_t)(offset >> 8);
    return out;
}

// A copy of at least four bytes, in elements of 64 bytes at most, none of which is shorter than four.
static uint8_t *put_copy(uint8_t *out, size_t offset, size_t length) {
    for (; length >= 68; length -= 64) out = put_long_copy(out, offset, 64);
    if (length > 64) {
        out = put_long_copy(out, offset, 60);
        length -= 60;
    }
    if (length >= 12 || offset >= 2048) return put_long_copy(out, offset, length);
    *out++ = (uint8_t)((offset >> 8) << 5 | (length - 4) << 2 | 1);
    *out++ = (uint8_t)offset;
    return out;
}

static size_t same_bytes(const uint8_t *a, const uint8_t *b, const uint8_t *end) {
    const uint8_t *const start = b;
    while (b < end && *a == *b) a++, b++;
    return (size_t)(b - start);
}

static uint8_t *compress_block(const uint8_t *in, size_t count, uint8_t *out) {
    uint16_t table[1 << HASH_BITS];
    memset(table, 0, sizeof table);
    // The bytes from `literal` on are not written yet; where nothing is found, the steps grow.
    size_t literal = 0, at = 1, misses = 32;
    while (at + 4 <= count) {
        const uint32_t four = load4(in + at);
        const size_t place = place_of(four), candidate = table[place];
        table[place] = (uint16_t)at;
        if (load4(in + candidate) != four) {
            at += misses++ >> 5;
            continue;
        }
        const size_t length = 4 + same_bytes(in + candidate + 4, in + at + 4, in + count);
        if (at > literal) out = put_literal(out, in + literal, at - literal);
        out = put_copy(out, at - candidate, length);
        at += length;
        literal = at;
        misses = 32;
        if (at + 3 <= count) table[place_of(load4(in + at - 1))] = (uint16_t)(at - 1);
    }
    return literal < count ? put_literal(out, in + literal, count - literal) : out;
}

size_t snappy_compress(const uint8_t *in, size_t count, uint8_t *out) {
    uint8_t *const start = out;
    size_t left = count;
    for (; left >= 0x80; left >>= 7) *out++ = (uint8_t)(left | 0x80);
    *out++ = (uint8_t)left;
    for (size_t done = 0; done < count; done += BLOCK_SIZE) {
        const size_t size = count - done < BLOCK_SIZE ? count - done : BLOCK_SIZE;
        out = compress_block(in + done, size, out);
    }
    return (size_t)(out - start);
}
