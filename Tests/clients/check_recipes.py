"""Runs the recipe of the published pool over Parquet files as `datasets` writes them.

    check_recipes.py CURATE

CURATE is the program. Nothing is fetched from the network. Ends with status 0 when the pool has the tables' values.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE"):
    os.environ[name] = "1"

import datasets  # noqa: E402

curate, recipe = os.path.abspath(sys.argv[1]), "s1k-published.json"
recipes = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "data", "recipes")
datasets.disable_progress_bars()

count = 3000
questions = [f"What is {number} + 1 when a number is written as é or 数?" for number in range(count)]
traces = {
    "solution": [f"It is {number + 1}." for number in range(count)],
    "question": questions,
    "cot_type": ["math"] * count,
    "source_type": ["qq8933/AIME_1983_2024"] * count,
    "metadata": [str({"Year": 1983 + number % 30}) for number in range(count)],
    "cot": [None] * count,
    "thinking_trajectories": [[f"First {number}. " * (number % 50), "Then."] for number in range(count)],
    "attempt": [f"The answer is {number + 1}." for number in range(count)],
}
features = {
    "question": questions,
    "domain": ["Number theory" if number % 3 else None for number in range(count)],
    "isqwen7bcorrect": [number % 2 == 0 for number in range(count)],
    "isqwen32bcorrect": [None if number % 5 == 0 else False for number in range(count)],
    "isqwqcorrect": [True] * count,
    "isgeminicorrect": [number % 7 != 0 for number in range(count)],
    "gemini_length": [100 + number for number in range(count)],
}


def write(columns, folder, parts):
    os.makedirs(folder)
    table = datasets.Dataset.from_dict(columns)
    for part in range(parts):
        name = f"train-{part:05}-of-{parts:05}.parquet"
        table.shard(parts, part, contiguous=True).to_parquet(os.path.join(folder, name))


with tempfile.TemporaryDirectory() as folder:
    os.makedirs(os.path.join(folder, "recipes"))
    shutil.copy(os.path.join(recipes, recipe), os.path.join(folder, "recipes"))
    write(traces, os.path.join(folder, "published/data_ablation_full59K/data"), 2)
    write(features, os.path.join(folder, "published/train_featurized/data"), 1)
    run = os.path.join(folder, "run")
    subprocess.run(
        [curate, "--config", os.path.join(folder, "recipes", recipe), "--run", run, "--stage", "ingest", "--quiet"],
        check=True)
    with open(os.path.join(run, "ingest", "pool.jsonl"), encoding="utf-8") as lines:
        pool = [json.loads(line) for line in lines]
assert len(pool) == count, f"{len(pool)} questions"
models = {
    "qwen2.5-7b-instruct": "isqwen7bcorrect", "qwen2.5-32b-instruct": "isqwen32bcorrect",
    "qwq-32b-preview": "isqwqcorrect", "teacher": "isgeminicorrect",
}
for number, row in enumerate(pool):
    for name, values in traces.items():
        assert row[name] == values[number], f"{name} of row {number}: {row[name]!r}"
    assert row["domain"] == features["domain"][number] and row["trace_tokens"] == features["gemini_length"][number]
    for model, column in models.items():
        assert row["outcomes"].get(model) == features[column][number], f"{model} of row {number}"
print(f"{recipe}: {count} questions from Parquet files of datasets {datasets.__version__}, as in the tables")
