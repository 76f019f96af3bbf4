"""Joins the files of a run as README shows it, with DuckDB and with pandas, and compares the counts with the funnel.

    check_join.py RUN FUNNEL

RUN is a run's folder, FUNNEL the answer of `curate funnel --by source --rules --json`. The lines are those of README. Ends
with status 0 when both count each dropped question of the stage once, under its source and rule.
"""

import contextlib
import io
import json
import os
import re
import sys

import duckdb

with open(os.path.join(os.path.dirname(__file__), "../../README.md"), encoding="utf-8") as file:
    readme = file.read()
blocks = {language: re.findall(rf"```{language}\n(.*?)```", readme, re.S) for language in ("sql", "python")}
(query,) = blocks["sql"]
(script,) = [block for block in blocks["python"] if "ingest/pool.jsonl" in block]

with open(sys.argv[2], encoding="utf-8") as file:
    rows = json.load(file)
expected = {(row["source"], rule): count for row in rows for rule, count in row["rules"].get("quality", {}).items() if count}
assert expected, "the run dropped nothing, which proves nothing"
os.chdir(sys.argv[1])

found = {(source, rule): count for source, rule, count in duckdb.sql(query).fetchall() if rule is not None}
assert found == expected, f"DuckDB counts {found}, the funnel has {expected}"

names = {}
with contextlib.redirect_stdout(io.StringIO()):
    exec(script, names)
counts = names["joined"].groupby(["source", "rule"]).size()
found = {key: int(count) for key, count in counts.items()}
assert found == expected, f"pandas counts {found}, the funnel has {expected}"

# A join by id is wrong where the pool has a text twice, which is why README joins by row.
with open("ingest/pool.jsonl", encoding="utf-8") as file:
    ids = [json.loads(line)["id"] for line in file]
assert len(set(ids)) < len(ids), "no id occurs twice in the pool, which proves nothing"
print(f"DuckDB and pandas join {len(ids)} questions, {len(ids) - len(set(ids))} of them with the id of another, as the funnel counts them")
