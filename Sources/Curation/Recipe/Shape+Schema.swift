import Bytes

extension Recipe {
    /// The JSON Schema (draft 2020-12) of recipes, for editors: made from the declaration that the recipe's check uses.
    ///
    /// A recipe that it accepts can still fail: names of tables, and everything that files have a say in, are beyond it.
    package static var schema: JSON {
        var schema: JSONObject = [
            "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "a recipe of curate",
        ]
        for member in Shape.recipe.schema.members { schema[member.name] = member.value }
        return .object(schema)
    }
}

extension Shape {
    /// The keywords that accept what `check` accepts.
    fileprivate var schema: JSONObject {
        switch self {
        case .anything: return [:]
        case .boolean: return ["type": "boolean"]
        case .text(let rule): return rule.schema
        case .choice(let choices): return ["enum": .strings(choices)]
        case .integer(let range):
            return ["type": "integer", "minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
        case .number(let range):
            return ["type": "number", "minimum": JSON(range.lowerBound), "maximum": JSON(range.upperBound)]
        case .nullable(let shape): return ["anyOf": [.object(shape.schema), ["type": "null"]]]
        case .list(let shape, let least):
            var schema: JSONObject = ["type": "array", "items": .object(shape.schema)]
            if least > 0 { schema["minItems"] = JSON(least) }
            return schema
        case .map(let rule, let required, let shape):
            var schema: JSONObject = ["type": "object", "additionalProperties": .object(shape.schema)]
            if rule != .any { schema["propertyNames"] = .object(rule.schema) }
            if !required.isEmpty { schema["required"] = .strings(required.map(\.name)) }
            return schema
        case .object(let shape): return shape.schema
        case .variants(let key, let variants):
            let cases = variants.map { value, shape -> JSON in
                [
                    "if": ["properties": [key: ["const": .string(value)]], "required": .strings([key])],
                    "then": .object(shape.schema),
                ]
            }
            return [
                "type": "object", "required": .strings([key]),
                "properties": [key: ["enum": .strings(variants.map(\.value))]], "allOf": .list(cases),
            ]
        }
    }
}

extension ObjectShape {
    fileprivate var schema: JSONObject {
        var properties = JSONObject()
        for key in keys {
            var schema = JSONObject()
            schema["description"] = .string(key.summary)
            if let value = key.byDefault { schema["default"] = value }
            for member in key.shape.schema.members { schema[member.name] = member.value }
            properties[key.name] = .object(schema)
        }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        let required = keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = .strings(required) }
        let demands = rules.map { rule -> JSON in
            switch rule {
            case .exactlyOne(let names): ["oneOf": .list(names.map { ["required": .strings([$0])] })]
            case .atLeastOne(let names): ["anyOf": .list(names.map { ["required": .strings([$0])] })]
            case .atMost(let most, let name): ["properties": [name: ["maxItems": JSON(most)]]]
            case .key(let key, let section, let other, _):
                [
                    "if": [
                        "required": .strings([section]), "properties": [section: ["required": .strings([key])]],
                    ], "then": ["required": .strings([other])],
                ]
            case .valuesOfMap(let name, let choices, _, let key, let value):
                [
                    "if": ["properties": [key: ["const": .string(value)]], "required": .strings([key])],
                    "then": [
                        "properties": [name: ["additionalProperties": ["enum": .strings(choices)]]]
                    ],
                ]
            }
        }
        if !demands.isEmpty { schema["allOf"] = .list(demands) }
        return schema
    }
}

extension TextRule {
    fileprivate var schema: JSONObject {
        switch self {
        case .any: return ["type": "string"]
        case .filled, .fieldPath: return ["type": "string", "minLength": 1]
        case .notBlank:
            // Unicode's White_Space, of which what regular expressions have for it is not the same everywhere.
            return [
                "type": "string",
                "pattern": #"[^\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"#,
            ]
        case .path: return ["type": "string", "pattern": #"^[^\u0000]+$"#]
        case .fileName: return ["type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$(?!\\n)"]
        case .template:
            let filters = #"(?:text|lines|trim|(?:before|after|lookup|replace):[^|}]+)"#
            let placeholder = #"\{[^{}?|]+\??(?:\|\#(filters))*\}"#
            return ["type": "string", "pattern": .string(#"^(?:[^{}]|\{\{|\}\}|\#(placeholder))*$(?!\n)"#)]
        case .target(let isSource):
            return oneOf(Target.known(isSource: isSource))
        case .requirement:
            return oneOf(MissingRule.known)
        }
    }

    /// One of some names, or an outcome.
    private func oneOf(_ names: [String]) -> JSONObject {
        ["type": "string", "anyOf": [["enum": .strings(names)], ["pattern": #"^outcomes\.[\s\S]"#]]]
    }
}
