// Escapes text for JSON strings, where RFC 8259 requires it and nowhere else.
#include "intrinsics.h"

// Bit i of the result is set if byte i of the 64 must be escaped.
static inline uint64_t needs_escape(const uint8_t *bytes) {
    bytes64 v;
    memcpy(&v, bytes, 64);
    return MASK_OF((v == EACH_BYTE('"')) | (v == EACH_BYTE('\\')) | (v < EACH_BYTE(0x20)));
}

// Copies at most 64 bytes of a text and pads them with spaces.
static inline void copy_block(uint8_t *block, const uint8_t *bytes, size_t count) {
    if (count < 64) memset(block, ' ', 64);
    memcpy(block, bytes, count);
}

size_t json_plain_prefix(const uint8_t *bytes, size_t count) {
    size_t offset = 0;
    for (; offset + 64 <= count; offset += 64) {
        const uint64_t marks = needs_escape(bytes + offset);
        if (marks) return offset + (size_t)__builtin_ctzll(marks);
    }
    if (offset == count) return count;
    uint8_t block[64];
    copy_block(block, bytes + offset, count - offset);
    const uint64_t marks = needs_escape(block);
    return marks ? offset + (size_t)__builtin_ctzll(marks) : count;
}

size_t json_escape_byte(uint8_t byte, uint8_t *out) {
    static const char digits[] = "0123456789abcdef";
    uint8_t letter;
    switch (byte) {
        case '"':
        case '\\': letter = byte; break;
        case '\n': letter = 'n'; break;
        case '\r': letter = 'r'; break;
        case '\t': letter = 't'; break;
        case '\b': letter = 'b'; break;
        case '\f': letter = 'f'; break;
        default:
            memcpy(out, "\\u00", 4);
            out[4] = (uint8_t)digits[byte >> 4];
            out[5] = (uint8_t)digits[byte & 15];
            return 6;
    }
    out[0] = '\\';
    out[1] = letter;
    return 2;
}

size_t json_escape_block(const uint8_t *bytes, size_t count, uint8_t *out) {
    // Two blocks, so that 64 bytes can be copied from any offset in the first.
    uint8_t block[128];
    copy_block(block, bytes, count);
    uint64_t marks = needs_escape(block);
    memcpy(out, block, 64);
    if (!marks) return count;
    size_t written = 0, length = 0;
    for (; marks; marks &= marks - 1) {
        const size_t place = (size_t)__builtin_ctzll(marks);
        length += place - written;
        length += json_escape_byte(block[place], out + length);
        written = place + 1;
        // Copies what follows, up to the next escape; the rest of the 64 bytes is overwritten later.
        memcpy(out + length, block + written, 64);
    }
    return length + count - written;
}
