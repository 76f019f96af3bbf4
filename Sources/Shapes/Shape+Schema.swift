import Bytes

extension Shape {
    /// The JSON Schema keywords that accept the same values as `check`.
    package var schema: JSONObject {
        switch self {
        case .anything: return [:]
        case .booleanOr(list: let shape, let least):
            return ["anyOf": [["type": "boolean"], .object(Shape.list(shape, atLeast: least).schema)]]
        case .textOr(let text, let other): return ["anyOf": [.object(text.schema), .object(other.schema)]]
        case .either(let shapes): return ["anyOf": .list(shapes.map { .object($0.schema) })]
        case .named(let name, _): return ["$ref": .string("#/$defs/" + name)]
        case .boolean: return ["type": "boolean"]
        case .text(let rule): return rule.schema
        case .choice(let choices, let meanings):
            guard !meanings.isEmpty else { return ["enum": .strings(choices)] }
            return [
                "oneOf": .list(
                    zip(choices, meanings).map { ["const": .string($0), "description": .string($1)] })
            ]
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
            if !rule.takesAny { schema["propertyNames"] = .object(rule.schema) }
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

extension Shape {
    /// The schemas of the shapes that have names, by name, in the order in which they are found.
    package var namedSchemas: JSONObject {
        var schemas = JSONObject()
        collectNamedSchemas(into: &schemas)
        return schemas
    }

    private func collectNamedSchemas(into schemas: inout JSONObject) {
        func collect(_ keys: [Key]) { for key in keys { key.shape.collectNamedSchemas(into: &schemas) } }
        switch self {
        case .text, .integer, .number, .boolean, .choice, .anything: break
        case .nullable(let shape), .list(let shape, _), .map(_, _, let shape), .booleanOr(list: let shape, _):
            shape.collectNamedSchemas(into: &schemas)
        case .textOr(let text, let other):
            text.collectNamedSchemas(into: &schemas)
            other.collectNamedSchemas(into: &schemas)
        case .either(let shapes): for shape in shapes { shape.collectNamedSchemas(into: &schemas) }
        case .object(let shape): collect(shape.keys)
        case .variants(_, let variants): for variant in variants { collect(variant.shape.keys) }
        case .named(let name, let shape):
            guard schemas[name] == nil else { return }
            schemas[name] = .object(shape().schema)
            shape().collectNamedSchemas(into: &schemas)
        }
    }
}

extension ObjectShape {
    fileprivate var schema: JSONObject {
        var properties = JSONObject()
        for key in keys {
            var schema = JSONObject()
            schema["description"] = .string(key.summary)
            if let value = key.defaultValue { schema["default"] = value }
            for member in key.shape.schema.members { schema[member.name] = member.value }
            properties[key.name] = .object(schema)
        }
        var schema: JSONObject = [
            "type": "object", "properties": .object(properties), "additionalProperties": false,
        ]
        let required = keys.filter(\.isRequired).map(\.name)
        if !required.isEmpty { schema["required"] = .strings(required) }
        let demands = rules.compactMap { rule -> JSON? in
            switch rule {
            case .own(let constraint): constraint.schema == [:] ? JSON?.none : constraint.schema
            case .exactlyOne(let names): ["oneOf": .list(names.map { ["required": .strings([$0])] })]
            case .atLeastOne(let names): ["anyOf": .list(names.map { ["required": .strings([$0])] })]
            case .required(let key, unlessOneOf: let others):
                [
                    "if": ["anyOf": .list(others.map { ["required": .strings([$0])] })],
                    "then": ["not": ["required": .strings([key])]], "else": ["required": .strings([key])],
                ]
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
