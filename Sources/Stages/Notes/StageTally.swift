import Bytes
import Pools

/// Something that is told apart by bytes, as texts are that only Unicode makes equal.
private protocol ToldApartByBytes: Hashable {
    var bytes: [UInt8] { get }
}

extension ToldApartByBytes {
    package static func == (a: Self, b: Self) -> Bool { a.bytes == b.bytes }

    package func hash(into hasher: inout Hasher) {
        bytes.withByteView { hasher.combine($0) }
    }
}

/// An item of a benchmark, by its place.
package struct BenchmarkItem: ToldApartByBytes, Sendable {
    /// The benchmark's name.
    package let benchmark: String
    /// Where the item stands.
    package let place: RowPlace

    fileprivate var bytes: [UInt8] {
        var bytes: [UInt8] = []
        for text in [benchmark, place.file, place.unit.rawValue] {
            bytes.append(utf8Of: text)
            bytes.append(0)
        }
        bytes.append(decimal: place.number)
        return bytes
    }
}

/// A cause that several dropped questions can have in common, by which they are counted.
package enum StageTally: ToldApartByBytes, Sendable {
    /// An item of a benchmark.
    case item(BenchmarkItem)
    /// A run of words, with the rule that it makes drop questions.
    case words(String, rule: RuleName)
    /// A run of words that questions share with one item of a benchmark.
    case wordsOfItem(String, BenchmarkItem)

    /// The bytes that tell causes apart, in whose order causes of equal counts are listed.
    fileprivate var bytes: [UInt8] {
        var bytes: [UInt8] = []
        switch self {
        case .item(let item):
            bytes.append(UInt8(ascii: "i"))
            bytes += item.bytes
        case .words(let words, let rule):
            bytes.append(UInt8(ascii: "w"))
            bytes.append(utf8Of: rule.rawValue)
            bytes.append(0)
            bytes.append(utf8Of: words)
        case .wordsOfItem(let words, let item):
            bytes.append(UInt8(ascii: "x"))
            bytes += item.bytes
            bytes.append(0)
            bytes.append(utf8Of: words)
        }
        return bytes
    }
}

/// The numbers of dropped questions by cause.
///
/// Nearly every dropped question can have causes of its own. So causes are counted by the hashes of their bytes, and only
/// those that are common keep their words.
struct CauseCounts: Sendable {
    /// The number of questions from which a cause can be common.
    static let least = 5
    private var counts: [UInt64: Int] = [:]
    private var common: [UInt64: StageTally] = [:]

    /// Adds a number of questions that were dropped for a cause.
    mutating func add(_ cause: StageTally, _ count: Int) {
        let hash = cause.bytes.withByteView { XXH64.hash($0) }
        let sum = (counts[hash] ?? 0) + count
        counts[hash] = sum
        if sum >= Self.least { common[hash] = cause }
    }

    /// Returns the causes of at least a number of questions, the commonest first.
    ///
    /// - Parameter least: the number, at least `CauseCounts.least`.
    func causes(ofAtLeast least: Int) -> [(cause: StageTally, count: Int)] {
        common.map { hash, cause in (cause: cause, count: counts[hash] ?? 0) }
            .filter { $0.count >= least }
            .sorted {
                $0.count != $1.count ? $0.count > $1.count : $0.cause.bytes.lexicographicallyPrecedes($1.cause.bytes)
            }
    }
}
