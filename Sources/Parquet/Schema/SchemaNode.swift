import Bytes

/// A node of the schema: a group of fields, or a column.
struct SchemaNode: Sendable {
    enum Repetition: Int, Sendable {
        case required, optional, repeated
    }

    let name: [UInt8]
    let repetition: Repetition
    let annotation: Annotation?
    /// The fields of a group; empty of a column.
    let children: [SchemaNode]
    /// The column's type; nil of a group.
    let column: LeafType?
    /// The number of the first column in it, in the order of the file.
    let firstColumn: Int
    /// How many columns are in it.
    let columnCount: Int
}

/// The physical type of a column, and the length of its values where the type does not say it.
struct LeafType: Equatable, Sendable {
    enum Physical: Int, Sendable {
        case boolean, int32, int64, int96, float, double, bytes, fixed
    }

    let physical: Physical
    /// How many bytes each value has in PLAIN; 0 of booleans and bytes.
    let width: Int
}

/// Makes the tree of a schema from its flat form.
struct SchemaBuilder {
    /// The most groups in groups.
    private static let deepest = 64
    /// The most groups and columns together.
    private static let most = 100_000

    private let elements: [SchemaElement]
    private var next = 0
    private var columns = 0

    /// The fields of the root.
    ///
    /// Throws `ParquetError` for elements that make no tree, and one that is too deep.
    static func fields(of elements: [SchemaElement]) throws(ParquetError) -> [SchemaNode] {
        guard let root = elements.first else { throw ParquetError(.schema, "the schema is empty") }
        guard elements.count <= most else {
            throw ParquetError(
                .schema, "the schema has \(elements.count) groups and columns; \(most) are the most that are read")
        }
        var builder = SchemaBuilder(elements: elements, next: 1)
        let fields = try builder.nodes(root.childCount ?? 0, depth: 1)
        guard builder.next == elements.count else {
            throw ParquetError(.schema, "the schema has elements that belong to no group")
        }
        return fields
    }

    private init(elements: [SchemaElement], next: Int) {
        self.elements = elements
        self.next = next
    }

    private mutating func nodes(_ count: Int, depth: Int) throws(ParquetError) -> [SchemaNode] {
        guard depth <= Self.deepest else {
            throw ParquetError(.schema, "the schema is nested too deep: more than \(Self.deepest) levels")
        }
        guard count >= 0, count <= elements.count - next else {
            throw ParquetError(.schema, "a group of the schema has more fields than there are")
        }
        var nodes: [SchemaNode] = []
        for _ in 0..<count { nodes.append(try node(depth: depth)) }
        return nodes
    }

    private mutating func node(depth: Int) throws(ParquetError) -> SchemaNode {
        guard next < elements.count else {
            throw ParquetError(.schema, "a group of the schema has more fields than there are")
        }
        let element = elements[next]
        next += 1
        guard let repetition = SchemaNode.Repetition(rawValue: element.repetition ?? 0) else {
            throw ParquetError(.schema, "the schema has a repetition that is not known")
        }
        let first = columns
        // Some writers give a column 0 children.
        let isGroup = element.type == nil || (element.childCount ?? 0) > 0
        if isGroup, element.childCount == nil {
            throw ParquetError(.schema, "a column of the schema has no type")
        }
        let children = isGroup ? try nodes(element.childCount ?? 0, depth: depth + 1) : []
        if !isGroup { columns += 1 }
        return SchemaNode(
            name: element.name, repetition: repetition,
            annotation: element.logicalType.flatMap { $0 == .other ? nil : $0 } ?? Annotation(converted: element),
            children: children, column: isGroup ? nil : try Self.leafType(of: element), firstColumn: first,
            columnCount: columns - first)
    }

    private static func leafType(of element: SchemaElement) throws(ParquetError) -> LeafType {
        guard let physical = element.type.flatMap(LeafType.Physical.init) else {
            throw ParquetError(.schema, "the schema has a type that is not known")
        }
        let width: Int
        switch physical {
        case .boolean, .bytes: width = 0
        case .int32, .float: width = 4
        case .int64, .double: width = 8
        case .int96: width = 12
        case .fixed:
            width = element.typeLength ?? -1
            guard width >= 0, width <= 1 << 24 else {
                throw ParquetError(.schema, "the schema has a type of \(width) bytes")
            }
        }
        return LeafType(physical: physical, width: width)
    }
}
