import Bytes
import Pools

/// A question that contains `[asy]` needs the drawing that this code makes.
///
/// AIME questions do not, and are kept.
struct AsymptoteRule: QualityRule {
    static let name = "asy"

    func fault(in text: ByteView) -> Range<Int>? {
        let mark: ByteView = ByteView("[asy]")
        return text.firstIndex(of: mark).map { $0..<$0 + mark.count }
    }

    func exempts(_ question: Question) -> Bool {
        question.sourceTypeContains("AIME") && fault(in: question.text) != nil
    }
}
