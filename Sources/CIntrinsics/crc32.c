#include "decompress.h"

// Sixteen tables, so that sixteen bytes are taken at once: table k gives the checksum of a byte with k zeros behind it.
static uint32_t tables[16][256];

__attribute__((constructor)) static void fill_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t rest = byte;
        for (int bit = 0; bit < 8; bit++) rest = rest >> 1 ^ (rest & 1 ? 0xEDB88320u : 0);
        tables[0][byte] = rest;
    }
    for (int k = 1; k < 16; k++)
        for (int byte = 0; byte < 256; byte++)
            tables[k][byte] = tables[k - 1][byte] >> 8 ^ tables[0][tables[k - 1][byte] & 0xff];
}

uint32_t crc32_update(uint32_t checksum, const uint8_t *bytes, size_t count) {
    uint32_t rest = ~checksum;
    for (; count >= 16; count -= 16, bytes += 16) {
        uint8_t block[16];
        memcpy(block, bytes, 16);
        for (int k = 0; k < 4; k++) block[k] ^= (uint8_t)(rest >> 8 * k);
        rest = 0;
        for (int k = 0; k < 16; k++) rest ^= tables[15 - k][block[k]];
    }
    for (; count; count--, bytes++) rest = rest >> 8 ^ tables[0][(rest ^ *bytes) & 0xff];
    return ~rest;
}
