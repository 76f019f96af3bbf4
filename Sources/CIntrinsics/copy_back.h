// What the decoders of snappy and LZ4 share: copies within what was written.
#ifndef COPY_BACK_H
#define COPY_BACK_H

#include "decompress.h"

// Copies length bytes from offset bytes back; offset is not 0, and all of it stands between history and out_end. What
// is copied may be what the copy itself writes.
static inline void copy_back(uint8_t *out, const uint8_t *out_end, size_t offset, size_t length) {
    const uint8_t *from = out - offset;
    if (offset >= 16 && (size_t)(out_end - out) >= length + 16) {
        // A step of 16 never reads what it writes; the last may write behind the length, where there is room.
        for (size_t done = 0; done < length; done += 16) memcpy(out + done, from + done, 16);
        return;
    }
    // The period doubles with each step.
    while (offset < length) {
        memcpy(out, out - offset, offset);
        out += offset;
        length -= offset;
        offset *= 2;
    }
    memcpy(out, out - offset, length);
}

// Goes on with a literal and then with a copy as far as input and room reach.
static inline enum decompress_status finish_pending(struct decompress_state *state) {
    if (state->literal) {
        size_t count = state->literal;
        if (count > (size_t)(state->in_end - state->in)) count = (size_t)(state->in_end - state->in);
        if (count > (size_t)(state->out_end - state->out)) count = (size_t)(state->out_end - state->out);
        if (count) memcpy(state->out, state->in, count);
        state->in += count;
        state->out += count;
        state->literal -= count;
        if (state->literal) return state->out == state->out_end ? decompress_needs_room : decompress_needs_input;
    }
    if (state->copy) {
        if (state->offset == 0 || state->offset > (size_t)(state->out - state->history)) return decompress_bad_offset;
        size_t count = state->copy;
        if (count > (size_t)(state->out_end - state->out)) count = (size_t)(state->out_end - state->out);
        copy_back(state->out, state->out_end, state->offset, count);
        state->out += count;
        state->copy -= count;
        if (state->copy) return decompress_needs_room;
    }
    return decompress_done;
}

#endif
