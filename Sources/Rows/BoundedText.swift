import Bytes

/// A text in the making that may have no more than so many bytes; that it would have more is found out before there is
/// memory for them.
package struct BoundedText {
    private(set) var bytes: [UInt8] = []
    /// How many bytes it may have.
    package let longest: Int

    /// A text of no bytes yet, which may have so many.
    package init(atMost longest: Int) {
        self.longest = longest
    }

    /// Forgets what was written; keeps the memory for it.
    package mutating func clear() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Appends a byte.
    package mutating func append(_ byte: UInt8) throws(RowFault) {
        try requireRoom(for: 1)
        bytes.append(byte)
    }

    /// Appends the bytes of a view.
    package mutating func append(_ view: ByteView) throws(RowFault) {
        try requireRoom(for: view.count)
        bytes.append(view)
    }

    /// Appends a text as a JSON string.
    package mutating func append(quoted text: ByteView) throws(RowFault) {
        try requireRoom(forQuoted: text)
        bytes.append(quoted: text)
    }

    /// Appends a value as compact JSON.
    package mutating func append(json value: FieldValue) throws(RowFault) {
        // Only a text without escapes becomes longer than it is.
        if value.kind == .plain {
            try requireRoom(forQuoted: value.bytes)
        } else {
            try requireRoom(for: value.bytes.count + (value.kind == .string ? 2 : 0))
        }
        bytes.append(json: value)
    }

    private func requireRoom(for count: Int) throws(RowFault) {
        if count > longest - bytes.count { throw .madeTooLong(longest) }
    }

    private func requireRoom(forQuoted text: ByteView) throws(RowFault) {
        // What escapes add is measured only where it could matter.
        if text.count <= (longest - bytes.count - 2) / ByteView.mostEscaped { return }
        try requireRoom(for: text.escapedCount + 2)
    }
}
