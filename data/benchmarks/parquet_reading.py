"""Reads a Parquet file to its end with another program, and prints the seconds that this took.

usage: parquet_reading.py pyarrow|polars|duckdb FILE THREADS [COLUMN ...]

Modules are loaded before, and no more threads are used than are asked for.
"""
import os
import sys
import time

program, path, threads, *columns = sys.argv[1:]
os.environ["POLARS_MAX_THREADS"] = threads
columns = columns or None
if program == "pyarrow":
    import pyarrow
    import pyarrow.parquet

    pyarrow.set_cpu_count(int(threads))
    pyarrow.set_io_thread_count(int(threads))

    def read():
        file = pyarrow.parquet.ParquetFile(path)
        return sum(len(batch) for batch in file.iter_batches(columns=columns, use_threads=int(threads) > 1))

elif program == "polars":
    import polars

    def read():
        return len(polars.read_parquet(path, columns=columns))

else:
    import duckdb

    duckdb.sql(f"SET threads = {threads}")
    names = ", ".join(f'"{name}"' for name in columns) if columns else "*"

    def read():
        reader = duckdb.sql(f"SELECT {names} FROM read_parquet('{path}')").fetch_arrow_reader(2048)
        return sum(len(batch) for batch in reader)


start = time.perf_counter()
rows = read()
print(time.perf_counter() - start, rows)
