"""The funnel and the selection of s1K as one would write them with polars: filters, then the notebook's draws.

It reads the lines of a pool, writes no pool and no decision, and compares nothing with evaluation sets.

usage: polars_selection.py POOL
"""
import sys

import polars as pl

from draws import draw

MODELS = {
    "small": ("qwen2.5-7b-instruct", "isqwen7bcorrect"),
    "large": ("qwen2.5-32b-instruct", "isqwen32bcorrect"),
    "teacher": ("teacher", "isgeminicorrect"),
    "other": ("qwq-32b-preview", "isqwqcorrect"),
}

pool = pl.scan_ndjson(sys.argv[1], infer_schema_length=1000)
has_outcomes = "outcomes" in pool.collect_schema().names()
pool = pool.with_columns(
    **{
        name: pl.col("outcomes").struct.field(model) if has_outcomes else pl.col(column)
        for name, (model, column) in MODELS.items()
    },
    tokens=pl.col("trace_tokens" if has_outcomes else "gemini_length"),
)
question = pl.col("question")
drawing = question.str.contains("[asy]", literal=True)
faulty = (
    drawing
    | question.str.contains("![Image]", literal=True)
    | question.str.contains(r"p[1-9][0-9]{0,2}\.")
    | question.str.contains(r"\*\*[^\s\]]*\d[^\s\]]*\*\*|\*\*[^\s\]]*\*\*.*\d")
)
kept = (
    pool.filter(pl.all_horizontal(pl.col(*MODELS, "tokens", "domain").is_not_null()))
    .filter(~faulty | (drawing & pl.col("source_type").str.contains("AIME", literal=True)))
    .filter(~(pl.col("small") | pl.col("large")))
    .collect()
)
chosen = draw(
    kept["source_type"].to_list(), kept["domain"].to_list(), kept["tokens"].to_list(), kept["teacher"].to_list()
)
kept[chosen].write_ndjson("/dev/null")
print(len(kept), len(chosen))
