"""Reads an export as its users will: with datasets, huggingface_hub and transformers.

    check_export.py EXPORT [TOKENIZER]

EXPORT is a run's folder `export`. TOKENIZER is a folder with Qwen2.5's tokenizer_config.json, whose chat template must
make the text of `sft` out of the messages, where both are there. Nothing is fetched from the network. Ends with status 0
when all holds.
"""

import json
import logging
import os
import re
import sys
import tempfile

for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "TRANSFORMERS_OFFLINE"):
    os.environ[name] = "1"
folder = sys.argv[1]
cache = tempfile.TemporaryDirectory()
os.environ["HF_HOME"] = cache.name

import datasets  # noqa: E402
import pyarrow.parquet  # noqa: E402
from datasets import get_dataset_config_names, load_dataset  # noqa: E402
from huggingface_hub import DatasetCard  # noqa: E402

warnings = []


class Collector(logging.Handler):
    def emit(self, record):
        warnings.append(record.getMessage())


datasets.disable_progress_bars()
logging.getLogger("datasets").addHandler(Collector(logging.WARNING))


def rows_of(path):
    if path.endswith(".parquet"):
        return pyarrow.parquet.read_table(os.path.join(folder, path)).to_pylist()
    with open(os.path.join(folder, path), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def normal(value):
    """A row without what a table fills in: the nulls of a message's absent keys."""
    if isinstance(value, dict):
        return {key: normal(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [normal(inner) for inner in value]
    return value


card = DatasetCard.load(os.path.join(folder, "README.md"))
data = card.data.to_dict()
for key in ("configs", "dataset_info", "language", "license", "size_categories", "tags"):
    assert data.get(key), f"the front matter has no {key}"
assert all(re.fullmatch(r"[\w.-]+/[\w.-]+", name) for name in data.get("source_datasets", [])), "a source that is not on the hub"
configs = {config["config_name"]: config for config in data["configs"]}
infos = {info["config_name"]: info for info in data["dataset_info"]}
assert list(configs) == list(infos), "configs and dataset_info name different configurations"
assert sum(bool(config.get("default")) for config in configs.values()) == 1
assert get_dataset_config_names(folder) == list(configs), "the folder has other configurations than the card says"
print(f"the card parses: {len(configs)} configurations, license {data['license']}")

written = {}
for name, config in configs.items():
    loaded = load_dataset(folder, name)
    stated = {split["name"]: split["num_examples"] for split in infos[name]["splits"]}
    assert {split: len(part) for split, part in loaded.items()} == stated, f"{name}: other numbers of rows than stated"
    names = [feature["name"] for feature in infos[name]["features"]]
    assert {"id", "source"} <= set(names), f"{name}: no id or no source"
    for file in config["data_files"]:
        part, rows = loaded[file["split"]], rows_of(file["path"])
        assert part.column_names == names, f"{name}: columns {part.column_names}, stated {names}"
        assert part.features == loaded[config["data_files"][0]["split"]].features
        assert len(part) == len(rows)
        for read, row in zip(part, rows):
            assert normal(read) == normal(row), f"{name}: a row is read as another"
        written[name, file["split"]] = rows
    for feature in infos[name]["features"]:
        found = loaded["train"].features[feature["name"]]
        if "dtype" in feature:
            assert found.dtype == feature["dtype"], f"{name}.{feature['name']}: {found}"
        else:
            assert "string" in str(found), f"{name}.{feature['name']}: {found}"
    print(f"{name}: {stated}, columns {', '.join(names)}")

def check_parquet(path, rows):
    """Checks how a Parquet file is made, and that each of its readers gives the same rows."""
    path = os.path.join(folder, path)
    metadata = pyarrow.parquet.ParquetFile(path, page_checksum_verification=True).metadata
    assert metadata.created_by.startswith("curate version"), metadata.created_by
    assert b"huggingface" not in (metadata.metadata or {})
    groups = [metadata.row_group(number) for number in range(metadata.num_row_groups)]
    assert all(group.total_byte_size < 100_000_000 for group in groups)
    for column in [group.column(number) for group in groups for number in range(group.num_columns)]:
        assert column.compression == "SNAPPY" and set(column.encodings) == {"PLAIN", "RLE"}, column
        assert column.has_column_index and column.has_offset_index and column.is_stats_set, column
        assert column.statistics.null_count + column.statistics.num_values == column.num_values, column
        assert not column.has_dictionary_page
    table = pyarrow.parquet.read_table(path, page_checksum_verification=True)
    assert table.to_pylist() == rows
    readers = []
    for name in ("duckdb", "polars"):
        try:
            module = __import__(name)
        except ImportError:
            continue
        if name == "duckdb":
            relation = module.sql(f"select * from read_parquet('{path}')")
            found = [dict(zip(relation.columns, row)) for row in relation.fetchall()]
        else:
            found = module.read_parquet(path).to_dicts()
        assert found == rows, f"{name} reads other rows"
        # A filter looks at the statistics and the page index.
        text = next((row["question"] for row in rows), None)
        if text is not None and name == "duckdb":
            count = module.execute("select count(*) from read_parquet(?) where question = ?", [path, text]).fetchall()
            assert count[0][0] == sum(row["question"] == text for row in rows)
        if text is not None and name == "polars":
            count = module.scan_parquet(path).filter(module.col("question") == text).collect().height
            assert count == sum(row["question"] == text for row in rows)
        readers.append(name)
    return readers


for path in sorted(name for name in os.listdir(folder) if name.endswith(".parquet")):
    rows = rows_of(path)
    readers = check_parquet(path, rows)
    loaded = load_dataset("parquet", data_files=os.path.join(folder, path))["train"]
    assert [dict(row) for row in loaded] == rows, f"{path}: a row is read as another"
    lines = path.removesuffix(".parquet") + ".jsonl"
    if os.path.exists(os.path.join(folder, lines)):
        assert rows == rows_of(lines), f"{path} has other rows than {lines}"
        others = load_dataset("json", data_files=os.path.join(folder, lines))["train"].features
        for name, feature in loaded.features.items():
            # A column of nulls has no type in JSON.
            assert others[name] == feature or "null" in str(others[name]), f"{name}: {feature}, in JSON {others[name]}"
    print(f"{path}: pyarrow{''.join(', ' + reader for reader in readers)} and datasets {datasets.__version__} read it")

assert not warnings, warnings
for split in ("train", "validation"):
    texts = [row["text"] for row in written.get(("sft", split), [])]
    pairs = [row["prompt"] + row["completion"] for row in written.get(("prompt-completion", split), [])]
    assert not texts or not pairs or texts == pairs, "prompt and completion are not the text"

if len(sys.argv) > 2 and "messages" in configs:
    from transformers.utils.chat_template_utils import render_jinja_template

    with open(os.path.join(sys.argv[2], "tokenizer_config.json"), encoding="utf-8") as file:
        template = json.load(file)["chat_template"]
    rendered_count = same = 0
    for (name, split), rows in written.items():
        if name != "messages":
            continue
        conversations = [row["messages"] for row in rows]
        rendered = render_jinja_template(conversations=conversations, chat_template=template)[0]
        for text, conversation in zip(rendered, conversations):
            said = conversation[-1]["content"]
            assert text.endswith(f"<|im_start|>assistant\n{said}<|im_end|>\n"), "the template changes the answer"
        rendered_count += len(rendered)
        texts = [row["text"] for row in written.get(("sft", split), [])]
        if texts and all("<|im_start|>think\n" in conversation[-1]["content"] for conversation in conversations):
            assert rendered == texts, "the chat template does not render the messages to the text"
            same += len(texts)
    print(f"the chat template renders {rendered_count} conversations, {same} of them compared with the text of sft")
