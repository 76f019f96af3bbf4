import Bytes

/// A column of a file that is written; each of its values may be null.
package struct WrittenColumn: Equatable, Sendable {
    /// The type of a column's values.
    package enum Kind: Sendable {
        case text, integer
        /// Lists of texts.
        case texts
    }

    /// The name.
    package let name: String
    /// The type of its values.
    package let kind: Kind

    /// Creates a column.
    package init(_ name: String, _ kind: Kind) {
        (self.name, self.kind) = (name, kind)
    }

    /// The physical type of the values (parquet.thrift: Type): BYTE_ARRAY or INT64.
    var physicalType: Int { kind == .integer ? 2 : 6 }

    /// The highest definition level, and the bits of one: a list is there, it has an element, the element is there.
    var mostDefined: UInt8 { kind == .texts ? 3 : 1 }
    var definitionBits: Int { kind == .texts ? 2 : 1 }

    /// The names of its groups and of the leaf.
    var path: [[UInt8]] { [Array(name.utf8)] + (kind == .texts ? [Array("list".utf8), Array("element".utf8)] : []) }

    /// The elements of the schema: a text, a whole number, or the three levels of a list (LogicalTypes.md, "Lists").
    var schema: [[UInt8]] {
        switch kind {
        case .integer: [leaf(name)]
        case .text: [leaf(name)]
        case .texts:
            [
                ThriftEncoder.structure {
                    $0.int32(3, Self.optional)
                    $0.binary(4, Array(name.utf8))
                    $0.int32(5, 1)
                    $0.int32(6, 3)
                    $0.structure(10, ThriftEncoder.structure { $0.structure(3, [0]) })
                },
                ThriftEncoder.structure {
                    $0.int32(3, Self.repeated)
                    $0.binary(4, Array("list".utf8))
                    $0.int32(5, 1)
                },
                leaf("element"),
            ]
        }
    }

    private static let (optional, repeated) = (1, 2)

    private func leaf(_ name: String) -> [UInt8] {
        ThriftEncoder.structure {
            $0.int32(1, physicalType)
            $0.int32(3, Self.optional)
            $0.binary(4, Array(name.utf8))
            guard kind != .integer else { return }
            // UTF8, which is STRING by its newer name.
            $0.int32(6, 0)
            $0.structure(10, ThriftEncoder.structure { $0.structure(1, [0]) })
        }
    }
}
