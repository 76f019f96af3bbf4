// libzstd for Swift: its functions as they are, and its error codes, which stand in a header of their own.
#ifndef CZSTD_SHIM_H
#define CZSTD_SHIM_H

#include <zstd.h>
#include <zstd_errors.h>

#endif
