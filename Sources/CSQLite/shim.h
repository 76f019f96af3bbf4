// SQLite for Swift: what is variadic there gets a plain face here.
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

// Sets one of the switches of a connection; returns an SQLite result code.
static inline int sqlite_set_switch(sqlite3 *connection, int which, int value) {
    return sqlite3_db_config(connection, which, value, (int *)0);
}

#endif
