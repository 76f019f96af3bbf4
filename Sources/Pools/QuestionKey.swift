import Bytes

/// The key of a question: a name of the user's own for it, such as the number that its source gives it.
///
/// Keys are compared byte by byte. Questions of several rows may have the same key.
enum QuestionKey {
    /// Returns the hash under which recordings and the pool's index store a key; it is never 0, which stands for none.
    ///
    /// It differs from the id of a question with this text and from the hash of its normalized text, so that recordings that
    /// are joined by other means keep to these.
    static func hash(of key: ByteView) -> UInt64 { max(1, QuestionID(of: key).value ^ 0x6B65_792D_6F77_6E73) }
}
