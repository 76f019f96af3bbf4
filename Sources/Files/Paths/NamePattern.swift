#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

/// A pattern for one component of a path, as in the POSIX shell: `*` matches any bytes, `?` one byte, `[...]` one byte
/// of a set, and a backslash quotes the byte after it.
///
/// A name that starts with a dot is matched only by a pattern that does.
struct NamePattern {
    private enum Piece {
        case byte(UInt8)
        case any
        case run
        /// A bracket expression, in the syntax of `fnmatch`.
        case oneOf([UInt8])
    }

    private let pieces: [Piece]

    init(_ text: some Collection<UInt8>) {
        let text = Array(text)
        var pieces: [Piece] = []
        var place = 0
        while place < text.count {
            let end = text[place] == UInt8(ascii: "[") ? Self.endOfBracket(in: text, from: place) : nil
            switch text[place] {
            case UInt8(ascii: "*"): pieces.append(.run)
            case UInt8(ascii: "?"): pieces.append(.any)
            case UInt8(ascii: "\\") where place + 1 < text.count:
                place += 1
                pieces.append(.byte(text[place]))
            default:
                if let end {
                    pieces.append(.oneOf(Array(text[place...end])))
                    place = end
                } else {
                    pieces.append(.byte(text[place]))
                }
            }
            place += 1
        }
        self.pieces = pieces
    }

    /// The only name that it matches, or nil if it may match several.
    var literal: [UInt8]? {
        var name: [UInt8] = []
        for piece in pieces {
            guard case .byte(let byte) = piece else { return nil }
            name.append(byte)
        }
        return name
    }

    /// Returns the end of the bracket expression that starts at `start`, or nil if it is not closed.
    private static func endOfBracket(in text: [UInt8], from start: Int) -> Int? {
        var place = start + 1
        if place < text.count, [UInt8(ascii: "!"), UInt8(ascii: "^")].contains(text[place]) { place += 1 }
        let first = place
        while place < text.count {
            switch text[place] {
            case UInt8(ascii: "]") where place > first: return place
            case UInt8(ascii: "\\"): place += 1
            case UInt8(ascii: "[") where place + 1 < text.count && [0x3A, 0x2E, 0x3D].contains(text[place + 1]):
                // A class such as [:digit:], whose bracket does not close the expression.
                let mark = text[place + 1]
                let rest = text.indices.dropFirst(place + 2)
                guard let end = rest.first(where: { text[$0] == 0x5D && text[$0 - 1] == mark && $0 > place + 2 })
                else { break }
                place = end
            default: break
            }
            place += 1
        }
        return nil
    }

    /// Returns whether it matches a name.
    ///
    /// After a mismatch, only the last `*` is retried, so that the time is at most proportional to the product of the
    /// lengths of pattern and name.
    func matches(_ name: [UInt8]) -> Bool {
        if name.first == UInt8(ascii: ".") {
            guard case .byte(UInt8(ascii: "."))? = pieces.first else { return false }
        }
        var (piece, place) = (0, 0)
        var retry: (piece: Int, place: Int)?
        while true {
            if piece < pieces.count, case .run = pieces[piece] {
                piece += 1
                retry = (piece, place)
            } else if piece < pieces.count, place < name.count, Self.matches(pieces[piece], name[place]) {
                (piece, place) = (piece + 1, place + 1)
            } else if piece == pieces.count, place == name.count {
                return true
            } else if let last = retry, last.place < name.count {
                retry = (last.piece, last.place + 1)
                (piece, place) = (last.piece, last.place + 1)
            } else {
                return false
            }
        }
    }

    private static func matches(_ piece: Piece, _ byte: UInt8) -> Bool {
        switch piece {
        case .byte(let wanted): byte == wanted
        case .any: true
        case .run: false
        case .oneOf(let bracket): bracket.withPath { pattern in [byte].withPath { fnmatch(pattern, $0, 0) == 0 } }
        }
    }
}
