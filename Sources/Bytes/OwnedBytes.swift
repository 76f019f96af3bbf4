/// Immutable bytes that own their memory, so that access touches no reference count.
package final class OwnedBytes: @unchecked Sendable {
    /// The bytes; valid as long as the owner.
    package let view: ByteView
    private let memory: UnsafeMutableBufferPointer<UInt8>

    /// Creates a copy of some bytes.
    package init(_ bytes: some Collection<UInt8>) {
        memory = .allocate(capacity: max(1, bytes.count))
        let count = memory.initialize(fromContentsOf: bytes)
        view = ByteView(UnsafeBufferPointer(rebasing: memory[..<count]))
    }

    /// Creates a copy of the bytes of a view.
    package convenience init(_ view: ByteView) {
        self.init(view.buffer)
    }

    deinit {
        memory.deallocate()
    }
}

/// A list of texts, each of which owns its memory.
package struct OwnedTexts: Sendable {
    private let holders: [OwnedBytes]
    /// The texts; valid as long as this value or a copy of it.
    package let views: [ByteView]

    /// Creates copies of the texts of a table.
    package init(_ table: StringTable) {
        self.init((0..<table.count).map { table.withText($0) { OwnedBytes($0) } })
    }

    /// Creates copies of some texts.
    package init(_ texts: some Sequence<[UInt8]>) {
        self.init(texts.map { OwnedBytes($0) })
    }

    private init(_ holders: [OwnedBytes]) {
        self.holders = holders
        views = holders.map(\.view)
    }
}
