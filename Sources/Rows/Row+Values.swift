import Bytes

extension Row {
    /// Returns a row for values that come from elsewhere than a file of rows.
    package static func ofValues() -> Row { Row() }

    /// Loads a JSON value with its members in place of those before.
    ///
    /// - Parameters:
    ///   - root: the value.
    ///   - fields: returns the members; texts that it makes can be kept in the arena until the next row.
    package func load(root: FieldValue, fields: (Arena) -> [Field]) {
        reset()
        load(root: root, fields: fields(arena))
    }
}
