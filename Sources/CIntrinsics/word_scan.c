// Lowercases ASCII and finds word boundaries.
#include "intrinsics.h"
#include "versions.h"

// Writes base plus the index of each set bit, lowest first; returns their number. It writes eight at a time without
// checking how many remain; excess entries are overwritten or ignored.
static inline __attribute__((always_inline)) size_t write_bit_places(uint64_t bits, int32_t base, int32_t *out) {
    const size_t count = (size_t)__builtin_popcountll(bits);
    for (size_t written = 0; written < count; written += 8) {
        for (size_t k = 0; k < 8; k++) {
            out[written + k] = base + (int32_t)(bits ? __builtin_ctzll(bits) : 0);
            bits &= bits - 1;
        }
    }
    return count;
}

static inline __attribute__((always_inline)) bool scan_on(struct word_scan *scan, const int32_t *edges_end) {
    size_t offset = scan->offset, written = scan->written;
    int32_t *edges = scan->edges + scan->edge_count;
    bool has_stopped = false;
    while (offset < scan->count && edges_end - edges >= 72) {
        const size_t left = scan->count - offset, count = left < 64 ? left : 64;
        bytes64 v;
        if (count == 64) {
            memcpy(&v, scan->bytes + offset, 64);
        } else {
            uint8_t tail[64];
            memset(tail, ' ', 64);
            memcpy(tail, scan->bytes + offset, count);
            memcpy(&v, tail, 64);
        }
        if (MASK_OF(v > EACH_BYTE(0x7f))) {
            has_stopped = true;
            break;
        }
        const bytes64 is_upper = (bytes64)((v - EACH_BYTE('A')) < EACH_BYTE(26));
        const bytes64 lower = v + (is_upper & EACH_BYTE(0x20));
        memcpy(scan->lowered + written, &lower, 64);
        const uint64_t white_space = MASK_OF((v == EACH_BYTE(' ')) | ((v - EACH_BYTE(9)) < EACH_BYTE(5)));
        // An edge is where white space begins or ends; the bit before the step is the state after the previous one.
        const uint64_t is_outside = (edges - scan->edges) % 2 == 0;
        edges += write_bit_places(white_space ^ (white_space << 1 | is_outside), (int32_t)written, edges);
        written += count;
        offset += count;
    }
    scan->offset = offset;
    scan->written = written;
    scan->edge_count = (size_t)(edges - scan->edges);
    return has_stopped;
}

COMPILE_VERSIONS(word_scan_on, scan_on, word_scan, int32_t)
