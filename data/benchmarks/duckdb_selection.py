"""The funnel and the selection of s1K as one would write them with duckdb: one query, then the notebook's draws.

It reads the lines of a pool, writes no pool and no decision, and compares nothing with evaluation sets.

usage: duckdb_selection.py POOL
"""
import sys

import duckdb

from draws import draw

duckdb.sql("SET preserve_insertion_order = true")
columns = {row[0] for row in duckdb.execute(f"DESCRIBE SELECT * FROM read_json('{sys.argv[1]}', format='newline_delimited')").fetchall()}
if "outcomes" in columns:
    small, large, teacher, other = (
        f"""outcomes."{model}\"""" for model in ("qwen2.5-7b-instruct", "qwen2.5-32b-instruct", "teacher", "qwq-32b-preview")
    )
    tokens = "trace_tokens"
else:
    small, large, teacher, other = "isqwen7bcorrect", "isqwen32bcorrect", "isgeminicorrect", "isqwqcorrect"
    tokens = "gemini_length"
kept = duckdb.execute(
    rf"""
    SELECT source_type, domain, {tokens}, {teacher}, question, solution, thinking_trajectories, attempt
    FROM read_json('{sys.argv[1]}', format='newline_delimited', maximum_object_size=67108864)
    WHERE {tokens} IS NOT NULL AND domain IS NOT NULL AND {other} IS NOT NULL AND {teacher} IS NOT NULL
      AND NOT {small} AND NOT {large}
      AND CASE WHEN contains(question, '[asy]') THEN contains(source_type, 'AIME')
          ELSE NOT contains(question, '![Image]') AND NOT regexp_matches(question, 'p[1-9][0-9]{{0,2}}\.')
               AND NOT regexp_matches(question, '\*\*[^\s\]]*\d[^\s\]]*\*\*|\*\*[^\s\]]*\*\*.*\d') END
    """
).fetchall()
chosen = draw(*([row[k] for row in kept] for k in range(4)))
print(len(kept), len(chosen))
