import Bytes

/// A text under construction with a maximum size in bytes, which is enforced before memory is allocated.
package struct BoundedText {
    private(set) var bytes: [UInt8] = []
    /// The maximum size in bytes.
    package let longest: Int

    /// Creates an empty text with the given maximum size in bytes.
    package init(atMost longest: Int) {
        self.longest = longest
    }

    /// Removes the contents, keeping the capacity.
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

    /// Appends some bytes.
    package mutating func append(_ bytes: [UInt8]) throws(RowFault) {
        try requireRoom(for: bytes.count)
        self.bytes.append(contentsOf: bytes)
    }

    /// Appends values as a JSON list.
    mutating func append(list values: [FieldValue]) throws(RowFault) {
        try append(UInt8(ascii: "["))
        for (k, value) in values.enumerated() {
            if k > 0 { try append(UInt8(ascii: ",")) }
            try append(json: value)
        }
        try append(UInt8(ascii: "]"))
    }

    /// Appends a text as a JSON string.
    package mutating func append(quoted text: ByteView) throws(RowFault) {
        try requireRoom(forQuoted: text)
        bytes.append(quoted: text)
    }

    /// Appends a value as compact JSON.
    package mutating func append(json value: FieldValue) throws(RowFault) {
        // Only a text without escapes can become longer when it is written.
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
        // Escapes are counted only if they could exceed the limit.
        let room = longest - bytes.count - 2
        if room >= 0, text.count <= room / ByteView.mostEscaped { return }
        try requireRoom(for: text.escapedCount + 2)
    }
}
