"""Writes a pool of JSON lines as the Parquet files that other programs make of it, and as compressed lines.

usage: parquet_tables.py POOL FOLDER

`hub.parquet` is what datasets writes, `group.parquet` one row group by pyarrow, `zstd.parquet` the same with zstd,
`polars.parquet` and `duckdb.parquet` what these write. Needs datasets, pyarrow and polars; duckdb may be missing.
"""
import os
import subprocess
import sys

import datasets
import polars
import pyarrow.parquet

pool, folder = sys.argv[1:]


def path(name):
    return os.path.join(folder, name)


if not os.path.exists(path("polars.parquet")):
    polars.read_ndjson(pool, infer_schema_length=None).write_parquet(path("polars.parquet"))
if not os.path.exists(path("zstd.parquet")):
    table = pyarrow.parquet.read_table(path("polars.parquet"))
    datasets.Dataset(table).to_parquet(path("hub.parquet"))
    pyarrow.parquet.write_table(table, path("group.parquet"))
    pyarrow.parquet.write_table(table, path("zstd.parquet"), compression="zstd")
    del table
try:
    import duckdb

    if not os.path.exists(path("duckdb.parquet")):
        duckdb.sql(f"COPY (SELECT * FROM '{path('hub.parquet')}') TO '{path('duckdb.parquet')}' (FORMAT parquet)")
except ImportError:
    pass
for program, name in ((["zstd", "-q", "-3"], "pool.jsonl.zst"), (["gzip", "-6"], "pool.jsonl.gz")):
    if not os.path.exists(path(name)):
        with open(pool, "rb") as lines, open(path(name), "wb") as out:
            subprocess.run(program + ["-c"], stdin=lines, stdout=out, check=True)
