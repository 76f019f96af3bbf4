#include "copy_back.h"

// What the byte that begins an element says of its length and offset.
//   bits 0-7   how many bytes it gives; 255 for what the fast loop leaves to the slow one
//   bits 8-15  how many bits of the two bytes behind it are the low part of an offset
//   bits 16-31 what is added to the offset; 64 for a literal, whose offset means nothing but must look right
#define LITERAL(tag) ((tag) >> 2 < 60 ? ((tag) >> 2) + 1u | 64u << 16 : 255u)
#define SHORT_COPY(tag) ((4u + ((tag) >> 2 & 7)) | 8u << 8 | (uint32_t)((tag) >> 5 << 8) << 16)
#define COPY(tag) (((tag) >> 2) + 1u | 16u << 8)
#define ENTRY(tag)                                                                                                     \
    (((tag) & 3) == 0 ? LITERAL(tag) : ((tag) & 3) == 1 ? SHORT_COPY(tag) : ((tag) & 3) == 2 ? COPY(tag) : 255u)
#define ENTRY4(tag) ENTRY(tag), ENTRY((tag) + 1), ENTRY((tag) + 2), ENTRY((tag) + 3)
#define ENTRY16(tag) ENTRY4(tag), ENTRY4((tag) + 4), ENTRY4((tag) + 8), ENTRY4((tag) + 12)
#define ENTRY64(tag) ENTRY16(tag), ENTRY16((tag) + 16), ENTRY16((tag) + 32), ENTRY16((tag) + 48)
static const uint32_t entries[256] = {ENTRY64(0), ENTRY64(64), ENTRY64(128), ENTRY64(192)};

typedef uint8_t bytes16 __attribute__((ext_vector_type(16)));

// Decodes elements of up to 64 bytes whose copies do not overlap, as long as 64 bytes may be read and written whatever
// the element; stops before the first that is none of these.
static void run_fast(struct decompress_state *state) {
    const uint8_t *in = state->in, *const history = state->history;
    uint8_t *out = state->out;
    // An element has at most 61 bytes, of which 64 are read; with 255 bytes to copy from, what is left to the slow loop
    // does not look right either.
    if (state->in_end - in < 72 || state->out_end - out < 64 || out - history < 255) return;
    const uint8_t *const last_in = state->in_end - 72;
    uint8_t *const last_out = state->out_end - 64;
    size_t tag = *in;
    while (in <= last_in && out <= last_out) {
        const uint32_t entry = entries[tag];
        const size_t length = entry & 0xff;
        uint16_t next;
        memcpy(&next, in + 1, 2);
        const size_t offset = (next & ((1u << (entry >> 8 & 31)) - 1)) + (entry >> 16);
        // One comparison for all: the offset is not below the length and not beyond what was written, and the element is
        // none for the slow loop.
        if (__builtin_expect(offset - length > (size_t)(out - history) - length, 0)) break;
        // No branch on what the element is: both beginnings of the next are looked at.
        const size_t kind = tag & 3, literal = (tag >> 2) + 2;
        const int is_literal = kind == 0;
        const uint8_t *from = is_literal ? in + 1 : out - offset;
        const size_t after_literal = in[literal], after_copy = in[kind + 1];
        tag = is_literal ? after_literal : after_copy;
        in += is_literal ? literal : kind + 1;
        bytes16 block;
        memcpy(&block, from, 16);
        if (__builtin_expect(length > 16, 0)) {
            uint8_t rest[48];
            memcpy(rest, from + 16, 48);
            memcpy(out, &block, 16);
            memcpy(out + 16, rest, 48);
        } else {
            memcpy(out, &block, 16);
        }
        out += length;
    }
    state->in = in;
    state->out = out;
}

// Reads one element; its bytes then are pending.
static enum decompress_status read_element(struct decompress_state *state) {
    const uint8_t *in = state->in;
    const size_t left = (size_t)(state->in_end - in);
    const uint8_t tag = *in;
    const size_t extra = (tag & 3) == 0 ? (tag >> 2 < 60 ? 0 : (size_t)(tag >> 2) - 59) : (tag & 3) == 3 ? 4 : tag & 3;
    if (left < 1 + extra) return decompress_needs_input;
    uint32_t number = 0;
    for (size_t k = 0; k < extra; k++) number |= (uint32_t)in[1 + k] << 8 * k;
    state->in += 1 + extra;
    if ((tag & 3) == 0) {
        state->literal = extra ? (uint64_t)number + 1 : (uint64_t)(tag >> 2) + 1;
    } else if ((tag & 3) == 1) {
        state->copy = 4 + (tag >> 2 & 7);
        state->offset = number | (uint32_t)(tag >> 5) << 8;
    } else {
        state->copy = (uint64_t)(tag >> 2) + 1;
        state->offset = number;
    }
    return decompress_done;
}

enum decompress_status snappy_step(struct decompress_state *state) {
    for (;;) {
        enum decompress_status status = finish_pending(state);
        if (status != decompress_done) return status;
        run_fast(state);
        if (state->in == state->in_end) return decompress_done;
        status = read_element(state);
        if (status != decompress_done) return status;
    }
}
