import Bytes
import Files
import Messages
import Rows

/// How a file may be read, and what its rows hold.
package struct FileGuess: Sendable {
    /// The path of the file, relative to the current folder.
    package let path: String
    /// The name of its format in a recipe.
    package let format: String
    /// The options of the format.
    package let options: JSONObject
    /// The rows that were looked at.
    package let sample: RowSample
    /// What they hold.
    package private(set) var map: MapGuess

    /// Reads the first rows of a file in each format that it may have, and keeps the reading that makes most of them.
    ///
    /// Throws `FileError` when it cannot be read, and `CurationError.failed` when no format has rows in it, or none of the
    /// rows a question.
    package init(of path: String, formats: FormatRegistry = .standard) throws {
        let file = try InputFile(path)
        if let packing = try file.packing { throw CurationError.failed("\(path): \(packing)") }
        let candidates = try formats.candidates(for: file)
        guard !candidates.isEmpty else {
            throw CurationError.failed(
                "\(path): neither its name nor its first bytes tell the format; \(expectedOne(of: formats.names))")
        }
        var (best, fault): (FileGuess?, String?) = (nil, nil)
        for format in candidates {
            for options in try format.possibleOptions(for: file) {
                let sample = try RowSample(of: path, format: format.name, options: options, formats: formats)
                fault = fault ?? sample.fault
                let map = MapGuess(rows: sample.rows, areAll: sample.isWhole)
                let guess = FileGuess(
                    path: path, format: format.name, options: options, sample: sample, map: map)
                if !sample.rows.isEmpty, guess.isBetter(than: best) { best = guess }
            }
            // The next format is tried only if this one makes nothing of the file.
            if best != nil { break }
        }
        guard let best else { throw CurationError.failed("\(path): \(fault ?? "it has no rows")") }
        guard best.map.targets.contains("question") else {
            throw CurationError.failed("\(path): none of its fields holds a text that may be a question")
        }
        self = best
        // Attempts are often sorted by model, and a recipe that names only the first would leave out the others unnoticed.
        if !sample.isWhole, let field = map.modelField {
            map.add(
                models: try RowSample.texts(
                    of: FieldPath(field), in: path, format: format, options: options, most: Self.mostModels,
                    formats: formats))
        }
    }

    /// The most models of attempts that are looked for.
    private static let mostModels = 1000

    private init(path: String, format: String, options: JSONObject, sample: RowSample, map: MapGuess) {
        (self.path, self.format, self.options, self.sample, self.map) = (path, format, options, sample, map)
    }

    private func isBetter(than other: FileGuess?) -> Bool {
        guard let other else { return true }
        func rank(_ guess: FileGuess) -> [Int] {
            [guess.map.isNamed ? 1 : 0, -guess.sample.unreadable, guess.map.targets.count, guess.sample.rows.count]
        }
        return rank(other).lexicographicallyPrecedes(rank(self))
    }
}

extension FileGuess {
    /// The endings of compressed files, which stand behind that of what they hold.
    private static let packed = [".gz", ".zst"]

    /// The name of a source of the file: its own without folder and ending, and without the number of a part.
    var sourceName: String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        let name = String(last.dropLast(Self.packed.first { last.lowercased().hasSuffix($0) }?.count ?? 0))
        let stem = name.lastIndex(of: ".").flatMap { $0 > name.startIndex ? String(name[..<$0]) : nil } ?? name
        // Such as `train-00000-of-00004`.
        let words = stem.split(separator: "-", omittingEmptySubsequences: false)
        func isNumber(_ word: Substring?) -> Bool { word.map { $0.count == 5 && $0.allSatisfy(\.isNumber) } ?? false }
        guard words.count > 3, isNumber(words.last), words[words.count - 2] == "of", isNumber(words[words.count - 3])
        else {
            return stem
        }
        return words.dropLast(3).joined(separator: "-")
    }

    /// The path as a recipe has it, in which marks of patterns stand for themselves.
    var recipePath: String {
        path.reduce(into: "") { $0 += "*?[\\".contains($1) ? "\\\($1)" : String($1) }
    }
}
