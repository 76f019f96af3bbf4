"""Says of each JSON document of a file, a line each, whether a JSON Schema accepts it.

usage: schema_witness.py SCHEMA DOCUMENTS ANSWERS
"""
import json
import sys

from jsonschema import Draft202012Validator, validators


def remembered(keyword):
    """A keyword that checks an equal part of a document only once: the documents differ in few places."""
    known = {}

    def check(validator, value, instance, schema):
        key = id(schema), json.dumps(instance)
        if key not in known:
            error = next(iter(keyword(validator, value, instance, schema) or ()), None)
            known[key] = [] if error is None else [error]
        return known[key]

    return check


schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
keywords = {name: remembered(keyword) for name, keyword in Draft202012Validator.VALIDATORS.items()}
validator = validators.extend(Draft202012Validator, keywords)(schema)
with open(sys.argv[2], encoding="utf-8") as documents, open(sys.argv[3], "w") as answers:
    for line in documents:
        answers.write("accepted\n" if validator.is_valid(json.loads(line)) else "refused\n")
