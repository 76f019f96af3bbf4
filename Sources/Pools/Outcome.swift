import Bytes
import Messages

/// The outcome of a model's attempt at a question.
///
/// Unknown is never treated as wrong.
package enum Outcome: UInt8, Comparable, Sendable {
    case unknown = 1
    case wrong
    case right

    /// Orders outcomes so that the maximum is the effective one of several attempts of a model.
    package static func < (a: Outcome, b: Outcome) -> Bool { a.rawValue < b.rawValue }

    /// The outcome in JSON: true, false or null.
    var json: StaticString {
        switch self {
        case .unknown: "null"
        case .wrong: "false"
        case .right: "true"
        }
    }
}

/// The outcomes of all models for consecutive rows, with two bits per outcome.
package struct OutcomeColumns: Sendable {
    /// The models' names, in the order of first occurrence.
    package private(set) var models = StringTable()
    /// One column per model with four rows per byte; 0 means that nothing is recorded.
    private(set) var columns: [[UInt8]] = []
    /// The maximum number of models.
    ///
    /// A higher number suggests that a field other than the model's name was used.
    static let mostModels = 1000

    init() {}

    /// Creates empty columns for the given models.
    init(models: StringTable) {
        self.init(models: models, columns: Array(repeating: [], count: models.count))
    }

    init(models: StringTable, columns: [[UInt8]]) {
        self.models = models
        self.columns = columns
    }

    /// Returns the number of a model, and adds the model if it is new.
    ///
    /// Throws when there are too many models.
    mutating func model(named name: ByteView) throws -> Int {
        let model = models.index(of: name)
        if model == columns.count {
            guard model < Self.mostModels else {
                throw CurationError.failed(
                    "more than \(Self.mostModels) model names; is the placeholder of \"model\" right?")
            }
            columns.append([])
        }
        return model
    }

    /// The outcome of a model for a row, or nil if none is recorded.
    package subscript(row row: Int, model model: Int) -> Outcome? {
        let byte = row >> 2
        guard byte < columns[model].count else { return nil }
        return Outcome(rawValue: columns[model][byte] >> UInt8(2 * (row & 3)) & 3)
    }

    /// Calls `body` with each model that has an outcome for a row, in the order of the models.
    func forEach(row: Int, _ body: (_ model: Int, Outcome) throws -> Void) rethrows {
        let (byte, shift) = (row >> 2, UInt8(2 * (row & 3)))
        for model in columns.indices where byte < columns[model].count {
            if let outcome = Outcome(rawValue: columns[model][byte] >> shift & 3) { try body(model, outcome) }
        }
    }

    /// Records outcomes, keeping better ones that were recorded before.
    mutating func record(_ statements: some Sequence<(row: Int32, model: Int, outcome: Outcome)>) {
        for (row, model, outcome) in statements { record(outcome, row: Int(row), model: model) }
    }

    /// Records an outcome, keeping a better one that was recorded before.
    mutating func record(_ outcome: Outcome, row: Int, model: Int) {
        let byte = row >> 2
        let shift = UInt8(2 * (row & 3))
        if byte >= columns[model].count {
            columns[model].append(contentsOf: repeatElement(0, count: byte + 1 - columns[model].count))
        }
        let before = columns[model][byte] >> shift & 3
        guard outcome.rawValue > before else { return }
        columns[model][byte] = columns[model][byte] & ~(3 << shift) | outcome.rawValue << shift
    }
}
