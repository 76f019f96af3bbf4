import Bytes
import Overlap

/// The form in which `"join": "normalized"` compares the texts of questions: that of `NormalForm`, by which benchmarks and
/// near duplicates are found as well.
enum JoinedText {
    /// Returns the form of a well-formed UTF-8 text.
    static func normalized(_ text: ByteView) -> [UInt8] { NormalForm.of(text) }

    /// The key under which recordings store a question whose text has the given form.
    ///
    /// It differs from the question's id, so that recordings that are joined by the exact text keep to it.
    static func key(_ normalized: [UInt8]) -> UInt64 {
        normalized.withByteView { QuestionID(of: $0).value } ^ 0x6E66_6B63_6A6F_696E
    }
}
