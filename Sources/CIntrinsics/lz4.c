#include "copy_back.h"

// Adds the bytes that go on with a length of 15; false when the input ends before they do, and nothing is read.
static int read_length(const uint8_t **in, const uint8_t *in_end, uint64_t *length) {
    const uint8_t *place = *in;
    uint64_t sum = *length;
    for (;;) {
        if (place == in_end) return 0;
        sum += *place;
        if (*place++ != 255) break;
    }
    *in = place;
    *length = sum;
    return 1;
}

// Decodes sequences of short literals and copies that do not overlap, as long as blocks of 32 bytes may be read and
// written whatever the sequence; stops before the first that is none of these.
static void run_fast(struct decompress_state *state) {
    const uint8_t *in = state->in, *const history = state->history;
    uint8_t *out = state->out;
    if (state->in_end - in < 40 || state->out_end - out < 64) return;
    const uint8_t *const last_in = state->in_end - 40;
    uint8_t *const last_out = state->out_end - 64;
    while (in <= last_in && out <= last_out) {
        const size_t literal = *in >> 4, length = (size_t)(*in & 15) + 4;
        if (literal == 15 || length == 19) break;
        uint16_t offset;
        memcpy(&offset, in + 1 + literal, 2);
        const size_t written = (size_t)(out - history) + literal;
        if (offset < length || offset > written) break;
        memcpy(out, in + 1, 16);
        out += literal;
        uint8_t block[18];
        memcpy(block, out - offset, 18);
        memcpy(out, block, 18);
        out += length;
        in += 3 + literal;
    }
    state->in = in;
    state->out = out;
}

// Reads the lengths and the literal of a sequence; its literal then is pending.
static enum decompress_status read_token(struct decompress_state *state) {
    const uint8_t *in = state->in + 1;
    uint64_t length = *state->in >> 4;
    if (length == 15 && !read_length(&in, state->in_end, &length)) return decompress_needs_input;
    state->token = *state->in;
    state->literal = length;
    state->in = in;
    state->after_literal = 1;
    return decompress_done;
}

// Reads where the copy of a sequence comes from and how long it is; it then is pending.
static enum decompress_status read_copy(struct decompress_state *state) {
    if (state->in_end - state->in < 2) return decompress_needs_input;
    const uint8_t *in = state->in + 2;
    uint64_t length = state->token & 15;
    if (length == 15 && !read_length(&in, state->in_end, &length)) return decompress_needs_input;
    state->offset = (uint64_t)state->in[0] | (uint64_t)state->in[1] << 8;
    state->copy = length + 4;
    state->in = in;
    state->after_literal = 0;
    return decompress_done;
}

enum decompress_status lz4_step(struct decompress_state *state) {
    for (;;) {
        enum decompress_status status = finish_pending(state);
        if (status != decompress_done) return status;
        if (!state->after_literal) run_fast(state);
        // The last sequence is a literal without a copy.
        if (state->in == state->in_end) return decompress_done;
        status = state->after_literal ? read_copy(state) : read_token(state);
        if (status != decompress_done) return status;
    }
}
