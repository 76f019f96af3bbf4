// zlib for Swift: what is a macro there gets a plain face here.
#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#include <zlib.h>

// Makes a stream ready to inflate the members of a gzip file, header and checksum included; returns a zlib status.
static inline int zlib_begin_gzip(z_stream *stream) { return inflateInit2(stream, 15 + 16); }

#endif
