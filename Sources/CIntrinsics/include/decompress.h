// Decoders of snappy and LZ4, and CRC-32: loops over bytes from files that nobody has checked; and snappy's compressor.
//
// What holds for all of them: no byte is read or written outside of the ranges that the caller gives, whatever the
// input; all lengths and offsets are checked before they are used.
#ifndef DECOMPRESS_H
#define DECOMPRESS_H

#include "intrinsics.h"

// How a step of a decoder ended.
enum decompress_status {
    decompress_done,        // the input is used up between two elements
    decompress_needs_input, // an element goes on behind the input's end
    decompress_needs_room,  // the output is full
    decompress_bad_offset,  // a copy from before the output's beginning
    decompress_bad_element, // an element that the format does not have
};

// A decoder on its way, which may stop wherever input or room ends and go on with more of it. The caller moves the
// pointers between two steps; what was written before `out` and not before `history` may be copied from.
struct decompress_state {
    const uint8_t *in, *in_end;
    const uint8_t *history;
    uint8_t *out, *out_end;
    uint64_t literal; // bytes of a literal that are still to come
    uint64_t copy;    // bytes of a copy that are still to come, from so far back
    uint64_t offset;
    int after_literal; // LZ4: 1 when the copy of a sequence comes next, whose token this is
    uint8_t token;
};

// Snappy without a frame, behind the length at its beginning.
enum decompress_status snappy_step(struct decompress_state *state);

// An LZ4 block.
enum decompress_status lz4_step(struct decompress_state *state);

// CRC-32 as gzip and zlib have it, going on from the checksum of the bytes before; 0 before any.
uint32_t crc32_update(uint32_t checksum, const uint8_t *bytes, size_t count);

// The most bytes that some bytes become when snappy compresses them.
size_t snappy_bound(size_t count);

// Compresses fewer than 2^32 bytes with snappy to `out`, which has room for `snappy_bound(count)`; returns how many it
// wrote. They depend on the bytes alone, and not on the machine or a library's version.
size_t snappy_compress(const uint8_t *in, size_t count, uint8_t *out);

#endif
