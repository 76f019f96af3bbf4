import Bytes
import Files
import Shapes

/// The signs by which files of a format are recognized, and the options with which an unknown file may be read.
package struct FormatSigns: Sendable {
    /// What the first bytes of a file say about its format.
    package enum Likeness: Sendable {
        /// It is another format, or nothing speaks for this one.
        case none
        /// It may be this format, as far as they tell.
        case possible
        /// It is this format, whatever its name.
        case certain
    }

    /// The endings of the names of files, in lower case and without the dot.
    let endings: [String]
    /// Returns what the first bytes of a file say.
    let likeness: @Sendable (_ head: [UInt8]) -> Likeness
    /// Returns the sets of options with which a file may be read, the most likely one first.
    let options: @Sendable (_ file: FileStart) throws -> [JSONObject]

    /// A format that is never recognized.
    package static let none = FormatSigns(endings: [])

    /// Creates the signs of a format.
    ///
    /// - Parameters:
    ///   - endings: the endings of the names of files, in lower case and without the dot.
    ///   - likeness: returns what the first bytes of a file say; by default nothing.
    ///   - options: returns the sets of options with which a file may be read, the most likely one first; by default
    ///     none are needed. Throws when the file cannot be read.
    package init(
        endings: [String], likeness: @escaping @Sendable (_ head: [UInt8]) -> Likeness = { _ in .none },
        options: @escaping @Sendable (_ file: FileStart) throws -> [JSONObject] = { _ in [[:]] }
    ) {
        self.endings = endings
        self.likeness = likeness
        self.options = options
    }

    /// The first bytes of a file without a byte order mark and white space, for `likeness`.
    static func textStart(of head: [UInt8]) -> ArraySlice<UInt8> {
        let rest = head.starts(with: UTF8Check.byteOrderMark) ? head.dropFirst(3) : head[...]
        return rest.drop(while: \.isASCIIWhiteSpace)
    }
}

extension FormatDefinition {
    /// Returns the sets of options with which a file may be read, the most likely one first.
    ///
    /// Throws `FileError` when the file cannot be read.
    package func possibleOptions(for file: InputFile) throws -> [JSONObject] {
        try signs.options(FileStart(file))
    }
}

extension FormatRegistry {
    /// Returns the formats that a file may have, the most likely one first: what its first bytes leave no doubt about, then
    /// what its name says, then what its first bytes allow.
    ///
    /// Of a compressed file it is what it holds that counts.
    ///
    /// Throws `FileError` when the file cannot be read.
    package func candidates(for file: InputFile) throws -> [FormatDefinition] {
        let start = try FileStart(file)
        let (head, name) = (try start.bytes(atMost: 4096), start.name)
        let likeness = definitions.map { $0.signs.likeness(head) }
        let ranks = definitions.indices.map { place -> Int? in
            if likeness[place] == .certain { return 0 }
            if definitions[place].signs.endings.contains(where: { name.hasSuffix("." + $0) }) { return 1 }
            return likeness[place] == .possible ? 2 : nil
        }
        return (0...2).flatMap { rank in definitions.indices.filter { ranks[$0] == rank }.map { definitions[$0] } }
    }
}
