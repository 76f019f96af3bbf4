// The first pass of JSON parsing.
#include "intrinsics.h"
#include "versions.h"

// Returns the bytes that a backslash escapes: those after an odd run of backslashes. The odd bits carry the parity of
// each run through one subtraction (Langdale and Lemire, "Parsing gigabytes of JSON per second", section 3.1.1).
static inline __attribute__((always_inline)) uint64_t escaped_bytes(uint64_t backslash, uint64_t *carry) {
    const uint64_t odd = 0xaaaaaaaaaaaaaaaa;
    uint64_t starters = backslash & ~*carry;
    uint64_t codes = (((starters << 1) | odd) - starters) ^ odd;
    uint64_t escaped = codes ^ (backslash | *carry);
    *carry = (codes & backslash) >> 63;
    return escaped;
}

static inline __attribute__((always_inline)) bool scan_on(struct json_scan *scan, const uint32_t *quotes_end) {
    uint64_t carry = scan->carries_escape;
    size_t offset = scan->offset;
    uint32_t *quotes = scan->quotes + scan->quote_count;
    bool has_stopped = false;
    while (offset < scan->count && quotes_end - quotes >= 64 && !has_stopped) {
        bytes64 v;
        if (offset + 64 <= scan->count) {
            memcpy(&v, scan->bytes + offset, 64);
        } else {
            // The last block is padded with spaces.
            uint8_t tail[64];
            memset(tail, ' ', 64);
            memcpy(tail, scan->bytes + offset, scan->count - offset);
            memcpy(&v, tail, 64);
        }
        uint64_t backslash = MASK_OF(v == EACH_BYTE('\\'));
        uint64_t quote = MASK_OF(v == EACH_BYTE('"'));
        uint64_t control = MASK_OF(v < EACH_BYTE(0x20));
        uint64_t high = MASK_OF(v > EACH_BYTE(0x7f));
        uint64_t rare = 0;
        if (backslash | carry) {
            uint64_t escaped = escaped_bytes(backslash, &carry);
            rare = escaped & ~(quote | backslash | MASK_OF(v == EACH_BYTE('n')));
            quote &= ~escaped;
        }
        if (control) {
            // Bytes with an odd number of quotes up to and including them are inside a string.
            uint64_t inside = quote;
            for (int shift = 1; shift < 64; shift *= 2) inside ^= inside << shift;
            if ((quotes - scan->quotes) & 1) inside = ~inside;
            control &= inside;
        }
        for (uint64_t rest = quote; rest; rest &= rest - 1) *quotes++ = (uint32_t)(offset + __builtin_ctzll(rest));
        if (rare | control | high) {
            scan->rare = rare;
            scan->control = control;
            scan->high = high;
            has_stopped = true;
        }
        offset += 64;
    }
    scan->carries_escape = carry;
    scan->offset = offset;
    scan->quote_count = quotes - scan->quotes;
    return has_stopped;
}

COMPILE_VERSIONS(json_scan_on, scan_on, json_scan, uint32_t)
