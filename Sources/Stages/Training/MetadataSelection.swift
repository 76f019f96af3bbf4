import Bytes

/// Selects members of metadata, which is the text of a JSON object.
///
/// Not thread-safe.
struct MetadataSelection {
    /// The names of the members; nil for the text as it is.
    private let names: [[UInt8]]?
    private var index = JSONIndex()
    private var text: [UInt8] = []
    private var selected: [UInt8] = []

    /// Creates a selection as a recipe defines it.
    init(_ metadata: ExportedMetadata) {
        names = if case .members(let names) = metadata { names.map { Array($0.utf8) } } else { nil }
    }

    /// Appends the selected members as the text of a JSON object, in the order in which they are written; null for
    /// metadata that is not an object.
    mutating func append(_ metadata: FieldValue, to line: inout [UInt8]) {
        guard let names else { return line.append(json: metadata) }
        text.removeAll(keepingCapacity: true)
        text.append(text: metadata)
        selected.removeAll(keepingCapacity: true)
        let isObject = text.withByteView { view in
            guard metadata.isText, (try? index.index(view)) != nil, index.root.kind == .object else { return false }
            for field in index.fields where names.contains(where: { name in name.withByteView { $0 == field.name } }) {
                selected.append(UInt8(ascii: selected.isEmpty ? "{" : ","))
                selected.append(quoted: field.name)
                selected.append(UInt8(ascii: ":"))
                selected.append(json: field.value)
            }
            return true
        }
        guard isObject else { return line.append(ByteView("null")) }
        if selected.isEmpty { selected.append(UInt8(ascii: "{")) }
        selected.append(UInt8(ascii: "}"))
        selected.withByteView { line.append(quoted: $0) }
    }
}
