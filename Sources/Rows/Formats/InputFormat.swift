import Files
import Shapes

/// What a format of files with rows is: its name in a recipe, the keys that are its own, and how they are read.
///
/// It stands beside the format's reader and batches, in the one file that knows them; everybody else reads this.
package struct FormatDefinition: Sendable {
    /// The name that a recipe gives as `format`.
    package let name: String
    /// What its rows are, in one line.
    package let summary: String
    /// The keys of a source, recording or benchmark that only this format has, and what they demand of one another.
    package let options: ObjectShape
    /// Reads the options, once.
    private let read: @Sendable (CheckedObject) -> any InputFormat

    /// A format.
    ///
    /// - Parameters:
    ///   - name: the name that a recipe gives as `format`.
    ///   - summary: what its rows are, in one line.
    ///   - options: the keys of its own.
    ///   - read: makes the format of a section that has been checked against its keys.
    package init(
        _ name: String, _ summary: String, options: ObjectShape = ObjectShape(keys: []),
        read: @escaping @Sendable (CheckedObject) -> any InputFormat
    ) {
        self.name = name
        self.summary = summary
        self.options = options
        self.read = read
    }

    /// The format with the options of a section that has been checked.
    package func format(_ settings: CheckedObject) -> any InputFormat { read(settings) }
}

/// A format with its options, which knows how to read a file.
package protocol InputFormat: Sendable {
    /// A reader at the beginning of a file, which it may read in any order.
    ///
    /// Throws what opening throws: `FileError`, or `OptionFault` where an option does not fit the file.
    func reader(of file: InputFile, _ order: ReadingOrder) throws -> any FormatReader

    /// The mistakes in the options that can be known before rows are read; by default there are none.
    ///
    /// What is wrong with a file's content is no matter of the options and comes as faulty rows, when they are read.
    ///
    /// - Parameters:
    ///   - files: the files that the recipe's path matches.
    ///   - folder: the folder that they are relative to.
    func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault]

    /// What to say of files without rows: by default that the path leads to none.
    func faultOfNoRows(in path: String) -> OptionFault
}

extension InputFormat {
    /// No mistakes.
    package func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault] { [] }

    /// A mistake of the path.
    package func faultOfNoRows(in path: String) -> OptionFault { OptionFault("path", "\"\(path)\" has no rows") }
}

/// A mistake in a key of a source, recording or benchmark that only its files show.
package struct OptionFault: Error, Equatable {
    /// The key's name.
    package let key: String
    /// What was found and what would be right.
    package let message: String

    /// A mistake at a key.
    package init(_ key: String, _ message: String) {
        self.key = key
        self.message = message
    }
}
