import Files
import Shapes

/// The definition of a format of files with rows: its name in a recipe, its own keys, and how it is read.
///
/// It is declared next to the format's reader and batches. All other code refers to the format only by its definition.
package struct FormatDefinition: Sendable {
    /// The value of `format` in a recipe.
    package let name: String
    /// A one-line description of its rows.
    package let summary: String
    /// The keys of a source, recording or benchmark that are specific to this format, and the rules between them.
    package let options: ObjectShape
    /// The signs by which its files are recognized.
    let signs: FormatSigns
    /// Reads the options.
    private let read: @Sendable (CheckedObject) -> any InputFormat

    /// Creates a definition.
    ///
    /// - Parameters:
    ///   - name: the value of `format` in a recipe.
    ///   - summary: a one-line description of its rows.
    ///   - options: the keys that are specific to the format.
    ///   - signs: the signs by which its files are recognized; by default they are not.
    ///   - read: creates the format from a section that has been validated against its keys.
    package init(
        _ name: String, _ summary: String, options: ObjectShape = ObjectShape(keys: []),
        signs: FormatSigns = .none, read: @escaping @Sendable (CheckedObject) -> any InputFormat
    ) {
        self.name = name
        self.summary = summary
        self.options = options
        self.signs = signs
        self.read = read
    }

    /// Returns the format with the options of a validated section.
    package func format(_ settings: CheckedObject) -> any InputFormat { read(settings) }
}

/// A format with its options, which creates readers of files.
package protocol InputFormat: Sendable {
    /// Whether the files are texts, which may be compressed; true by default.
    ///
    /// A reader of such a format reads what the file holds with a `ContentReader`, as `BlockReader` does.
    var isText: Bool { get }

    /// Reads the names of the fields that all rows of a file have, from its schema; nil by default, of formats whose files
    /// have none.
    ///
    /// The function throws `FileError` when the file cannot be read; of a file that is broken there are no names.
    var fieldNames: ((InputFile) throws -> [[UInt8]])? { get }

    /// Creates a reader of a file, which may read the file in any order.
    ///
    /// Throws the errors of opening: `FileError`, or `OptionFault` when an option does not fit the file.
    func reader(of file: InputFile, _ order: ReadingOrder) throws -> any FormatReader

    /// Returns the mistakes in the options that can be found before rows are read; empty by default.
    ///
    /// Faults in a file's content are not mistakes in the options; they are reported as faulty rows when the file is
    /// read.
    ///
    /// - Parameters:
    ///   - files: the files that the recipe's path matches.
    ///   - folder: the folder that they are relative to.
    func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault]

    /// Returns the option that would help if rows lack a field of the recipe, as the end of a message; nil by default.
    ///
    /// - Parameter names: the names of the fields that the rows do have.
    func advice(forFields names: [String]) -> String?

    /// Returns the mistake to report for files without rows; by default, that the path has no rows.
    func faultOfNoRows(in path: String) -> OptionFault
}

extension InputFormat {
    /// True.
    package var isText: Bool { true }

    /// Nil.
    package var fieldNames: ((InputFile) throws -> [[UInt8]])? { nil }

    /// Returns no mistakes.
    package func faults(with files: [String], in folder: String, _ order: ReadingOrder) -> [OptionFault] { [] }

    /// Returns nil.
    package func advice(forFields names: [String]) -> String? { nil }

    /// Returns a mistake in the path.
    package func faultOfNoRows(in path: String) -> OptionFault { OptionFault("path", "\"\(path)\" has no rows") }
}

/// A mistake in a key of a source, recording or benchmark that can be found only with its files.
package struct OptionFault: Error, Equatable {
    /// The key's name.
    package let key: String
    /// What was found, and what was expected.
    package let message: String

    /// Creates a mistake in a key.
    package init(_ key: String, _ message: String) {
        self.key = key
        self.message = message
    }

    /// Returns the mistake with the file in which it was found.
    func found(in file: String) -> OptionFault { OptionFault(key, "\(file): \(message)") }
}
