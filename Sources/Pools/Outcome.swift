import Bytes
import Messages

/// Whether a model solved a question.
///
/// Unknown is never taken for wrong.
package enum Outcome: UInt8, Comparable, Sendable {
    case unknown = 1
    case wrong
    case right

    /// Of several attempts of one model the best counts.
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

/// The outcomes of all models for rows numbered from 0, two bits each.
package struct OutcomeColumns: Sendable {
    /// The models' names, in the order in which they first came.
    package private(set) var models = StringTable()
    /// One column a model: four rows a byte, 0 where nothing is recorded.
    private(set) var columns: [[UInt8]] = []
    /// More names than these are a sign that a field is not a model's name.
    static let mostModels = 1000

    init() {}

    /// Columns of some models, of which nothing is known yet.
    init(models: StringTable) {
        self.init(models: models, columns: Array(repeating: [], count: models.count))
    }

    init(models: StringTable, columns: [[UInt8]]) {
        self.models = models
        self.columns = columns
    }

    /// The number of a model, which is taken in when it is new.
    ///
    /// Throws when there are too many.
    mutating func model(named name: ByteView) throws -> Int {
        let model = models.index(of: name)
        if model == columns.count {
            guard model < Self.mostModels else {
                throw CurationError.failed(
                    "more than \(Self.mostModels) names of models: is the placeholder of \"model\" the right one?")
            }
            columns.append([])
        }
        return model
    }

    /// The outcome of a model for a row, or nil when nothing is recorded.
    package subscript(row row: Int, model model: Int) -> Outcome? {
        let byte = row >> 2
        guard byte < columns[model].count else { return nil }
        return Outcome(rawValue: columns[model][byte] >> UInt8(2 * (row & 3)) & 3)
    }

    /// Calls with the models of which something is recorded for a row, in their order.
    func forEach(row: Int, _ body: (_ model: Int, Outcome) throws -> Void) rethrows {
        let (byte, shift) = (row >> 2, UInt8(2 * (row & 3)))
        for model in columns.indices where byte < columns[model].count {
            if let outcome = Outcome(rawValue: columns[model][byte] >> shift & 3) { try body(model, outcome) }
        }
    }

    /// Takes in outcomes; better ones that are there stay.
    mutating func record(_ statements: some Sequence<(row: Int32, model: Int, outcome: Outcome)>) {
        for (row, model, outcome) in statements { record(outcome, row: Int(row), model: model) }
    }

    /// Takes in an outcome; a better one that is there stays.
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
