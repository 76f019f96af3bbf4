#include "copy_back.h"

// What the byte that begins an element says, so that the fast loop has no branch on it.
//   bits 0-7   how many bytes it gives; 255 for what the fast loop leaves to the slow one
//   bits 8-15  how many bytes the element has in the input
//   bits 16-19 how many bytes of an offset follow
//   bits 20-31 what is added to the offset; 64 for a literal, whose offset means nothing but must look right
#define LITERAL(n) ((n) | ((n) + 1) << 8 | 64u << 20)
#define SHORT_COPY(tag) ((4 + ((tag) >> 2 & 7)) | 2u << 8 | 1u << 16 | (uint32_t)((tag) >> 5 << 8) << 20)
#define COPY_2(tag) (((tag) >> 2) + 1u | 3u << 8 | 2u << 16)
#define COPY_4(tag) (((tag) >> 2) + 1u | 5u << 8 | 4u << 16)
#define ENTRY(tag)                                                                                                     \
    (((tag) & 3) == 0   ? ((tag) >> 2 < 60 ? LITERAL(((tag) >> 2) + 1u) : 255u)                                         \
     : ((tag) & 3) == 1 ? SHORT_COPY(tag)                                                                              \
     : ((tag) & 3) == 2 ? COPY_2(tag)                                                                                  \
                        : COPY_4(tag))
#define ENTRY4(tag) ENTRY(tag), ENTRY((tag) + 1), ENTRY((tag) + 2), ENTRY((tag) + 3)
#define ENTRY16(tag) ENTRY4(tag), ENTRY4((tag) + 4), ENTRY4((tag) + 8), ENTRY4((tag) + 12)
#define ENTRY64(tag) ENTRY16(tag), ENTRY16((tag) + 16), ENTRY16((tag) + 32), ENTRY16((tag) + 48)
static const uint32_t entries[256] = {ENTRY64(0), ENTRY64(64), ENTRY64(128), ENTRY64(192)};
static const uint32_t offset_masks[5] = {0, 0xff, 0xffff, 0xffffff, 0xffffffff};

// Decodes elements of up to 64 bytes whose copies do not overlap, as long as 64 bytes may be read and written whatever
// the element; stops before the first that is none of these.
static void run_fast(struct decompress_state *state) {
    const uint8_t *in = state->in, *const history = state->history;
    uint8_t *out = state->out;
    // An element has at most 61 bytes, a literal is read as 64 of them, and there are 64 bytes to copy from.
    if (state->in_end - in < 72 || state->out_end - out < 64 || out - history < 64) return;
    const uint8_t *const last_in = state->in_end - 72;
    uint8_t *const last_out = state->out_end - 64;
    while (in <= last_in && out <= last_out) {
        const uint32_t entry = entries[*in];
        const size_t length = entry & 0xff;
        uint32_t next;
        memcpy(&next, in + 1, 4);
        const size_t offset = (size_t)(next & offset_masks[entry >> 16 & 15]) + (entry >> 20);
        // One comparison for both: the offset is not below the length and not beyond what was written.
        if (__builtin_expect(offset - length > (size_t)(out - history) - length, 0) || length == 255) break;
        const uint8_t *from = (*in & 3) == 0 ? in + 1 : out - offset;
        bytes64 block;
        memcpy(&block, from, 64);
        memcpy(out, &block, 64);
        in += entry >> 8 & 0xff;
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
