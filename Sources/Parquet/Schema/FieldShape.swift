import Bytes

/// A column with all that is needed to read its values.
struct LeafColumn: Sendable {
    /// Its number, in the order of the file.
    let number: Int
    let type: LeafType
    let format: ValueFormat
    /// The definition level of a value that is there.
    let definition: Int
    /// The highest repetition level.
    let repetition: Int
    /// The names of its groups and its own, which share their memory with the schema's.
    let names: [[UInt8]]

    /// The names in one line, for messages.
    var path: String { names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ".") }
}

/// How a field of a row is put together from columns.
///
/// `presence` is the least definition level at which it is not null.
indirect enum FieldShape: Sendable {
    /// A member of a structure: its name with quotes and colon, as it stands in JSON.
    struct Member: Sendable {
        let name: [UInt8]
        let shape: FieldShape
    }

    case leaf(LeafColumn)
    case structure([Member], presence: Int, columns: Range<Int>)
    /// A list whose elements repeat at a level; it has one from the definition level `presence + 1` on.
    case list(FieldShape, presence: Int, repetition: Int, columns: Range<Int>)
    /// A map, whose entries are like a list's elements.
    case map(key: FieldShape, value: FieldShape, presence: Int, repetition: Int, columns: Range<Int>)

    /// The numbers of the columns that it is made of.
    var columns: Range<Int> {
        switch self {
        case .leaf(let leaf): leaf.number..<leaf.number + 1
        case .structure(_, _, let columns), .list(_, _, _, let columns), .map(_, _, _, _, let columns): columns
        }
    }

    /// The columns that it is made of, in order.
    var leaves: [LeafColumn] {
        switch self {
        case .leaf(let leaf): [leaf]
        case .structure(let members, _, _): members.flatMap(\.shape.leaves)
        case .list(let element, _, _, _): element.leaves
        case .map(let key, let value, _, _, _): key.leaves + value.leaves
        }
    }
}

/// Finds out what the groups of a schema are: LIST and MAP with their older forms (LogicalTypes.md, "Lists", "Maps").
struct ShapeBuilder {
    /// Where a node stands: the levels of its parent, and the parent's names.
    private struct Context {
        var definition = 0
        var repetition = 0
        var path: [[UInt8]] = []

        func inside(_ node: SchemaNode) -> Context {
            Context(definition: definition, repetition: repetition, path: path + [node.name])
        }

        func repeating(_ node: SchemaNode) -> Context {
            Context(definition: definition + 1, repetition: repetition + 1, path: path + [node.name])
        }
    }

    /// The shape of a field of the root.
    ///
    /// Throws `ParquetError` for one that has no value in JSON.
    static func shape(of field: SchemaNode) throws(ParquetError) -> FieldShape {
        do throws(ParquetError) {
            try checkName(of: field)
            let shape = try Self.shape(field, Context())
            guard shape.leaves.count == field.columnCount, field.columnCount > 0 else {
                throw ParquetError(.schema, "a group of the schema has no column")
            }
            return shape
        } catch {
            var error = error
            error.place.column = String(decoding: field.name, as: UTF8.self)
            throw error
        }
    }

    private static func shape(_ node: SchemaNode, _ parent: Context) throws(ParquetError) -> FieldShape {
        switch node.repetition {
        case .required: return try content(of: node, parent)
        case .optional:
            var context = parent
            context.definition += 1
            return try content(of: node, context)
        case .repeated:
            // Without an annotation around it, it is a list that is never null, of elements that never are.
            let element = try content(of: node, deeper(parent))
            return .list(
                element, presence: parent.definition, repetition: parent.repetition + 1, columns: columns(of: node))
        }
    }

    private static func deeper(_ context: Context) -> Context {
        Context(definition: context.definition + 1, repetition: context.repetition + 1, path: context.path)
    }

    /// The shape of a node that is there.
    private static func content(of node: SchemaNode, _ context: Context) throws(ParquetError) -> FieldShape {
        if let type = node.column {
            return .leaf(
                LeafColumn(
                    number: node.firstColumn, type: type, format: try ValueFormat(type, node.annotation),
                    definition: context.definition, repetition: context.repetition,
                    names: context.path + [node.name]))
        }
        // At any depth: its place would be that of the next column.
        guard node.columnCount > 0 else { throw ParquetError(.schema, "a group of the schema has no column") }
        switch node.annotation {
        case .unreadable(let name):
            throw ParquetError(.schema, "the type \(name) is not read; leave the column out, or write it as a text")
        case .list:
            if let repeated = onlyRepeatedChild(of: node) { return try list(node, of: repeated, context) }
        case .map:
            if let entry = onlyRepeatedChild(of: node), entry.children.count == 1 || entry.children.count == 2 {
                return try map(node, of: entry, context)
            }
        default: break
        }
        return try structure(node, context)
    }

    private static func structure(_ node: SchemaNode, _ context: Context) throws(ParquetError) -> FieldShape {
        let inside = context.inside(node)
        var members: [FieldShape.Member] = []
        for child in node.children {
            try checkName(of: child)
            var name: [UInt8] = []
            child.name.withByteView { name.append(quoted: $0) }
            name.append(UInt8(ascii: ":"))
            members.append(FieldShape.Member(name: name, shape: try shape(child, inside)))
        }
        return .structure(members, presence: context.definition, columns: columns(of: node))
    }

    /// Throws for a name that cannot be that of a member of a JSON object.
    private static func checkName(of node: SchemaNode) throws(ParquetError) {
        guard node.name.withByteView({ $0.isUTF8 }) else {
            throw ParquetError(.schema, "the name of a column or of a structure's member is not UTF-8; name it anew")
        }
    }

    private static func list(
        _ node: SchemaNode, of repeated: SchemaNode, _ context: Context
    ) throws(ParquetError) -> FieldShape {
        let isElement = isElement(repeated, of: node)
        let element =
            isElement
            ? try content(of: repeated, deeper(context.inside(node)))
            : try shape(repeated.children[0], context.inside(node).repeating(repeated))
        return .list(
            element, presence: context.definition, repetition: context.repetition + 1, columns: columns(of: node))
    }

    /// Whether the repeated child of a list is the element itself, and not a group around it.
    private static func isElement(_ repeated: SchemaNode, of list: SchemaNode) -> Bool {
        guard repeated.children.count == 1 else { return true }
        return repeated.annotation == .list || repeated.annotation == .map
            || repeated.children[0].repetition == .repeated || repeated.name == Array("array".utf8)
            || repeated.name == list.name + Array("_tuple".utf8)
    }

    private static func map(
        _ node: SchemaNode, of entry: SchemaNode, _ context: Context
    ) throws(ParquetError) -> FieldShape {
        let inside = context.inside(node).repeating(entry)
        let key = try shape(entry.children[0], inside)
        let (presence, repetition) = (context.definition, context.repetition + 1)
        // Without values it is the list of its keys.
        guard entry.children.count == 2 else {
            return .list(key, presence: presence, repetition: repetition, columns: columns(of: node))
        }
        return .map(
            key: key, value: try shape(entry.children[1], inside), presence: presence, repetition: repetition,
            columns: columns(of: node))
    }

    private static func onlyRepeatedChild(of node: SchemaNode) -> SchemaNode? {
        guard node.children.count == 1, node.children[0].repetition == .repeated else { return nil }
        return node.children[0]
    }

    private static func columns(of node: SchemaNode) -> Range<Int> {
        node.firstColumn..<node.firstColumn + node.columnCount
    }
}
