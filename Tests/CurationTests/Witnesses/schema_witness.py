"""Says of each JSON document of a file, a line each, whether a JSON Schema accepts it.

usage: schema_witness.py SCHEMA DOCUMENTS ANSWERS
"""
import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
with open(sys.argv[2], encoding="utf-8") as documents, open(sys.argv[3], "w") as answers:
    for line in documents:
        answers.write("accepted\n" if validator.is_valid(json.loads(line)) else "refused\n")
