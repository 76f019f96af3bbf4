import Bytes

/// Returns the JSON document in a text.
package func json(_ text: String) throws -> JSON { try json(Array(text.utf8)) }

/// Returns the JSON document in bytes.
package func json(_ bytes: [UInt8]) throws -> JSON { try bytes.withByteView { try JSON(parsing: $0) } }
