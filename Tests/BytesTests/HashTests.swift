import TestSupport
import Testing

@testable import Bytes

@Suite("Hashes")
struct HashTests {
    /// Vectors of FIPS 180-4's examples and of hashlib.
    @Test(
        "SHA-256",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1000),
                "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
            ),
        ])
    func sha256(_ text: String, _ expected: String) {
        withBytes(text) { view in
            #expect(Digest(of: view, .sha256).hexadecimal == expected)
            var sha = SHA256()
            for offset in stride(from: 0, to: view.count, by: 7) {
                sha.update(view[offset..<min(view.count, offset + 7)])
            }
            #expect(sha.hexadecimal == expected)
            #expect(QuestionDigits.of(SHA256.digest(view).0) == String(expected.prefix(16)))
        }
    }

    /// Vectors of the xxHash reference implementation, over the texts that its name generates.
    @Test(
        "XXH64 with seed 0",
        arguments: [
            ("", "ef46db3751d8e999"), ("a", "d24ec4f1a98c6e5b"), ("abc", "44bc2cf5ad770999"),
            ("abcdefghijklmnopqrstuvwxyz", "cfe1f278fa89835c"),
            ("0123456789012345678901234567890123456789", "ca6fc80cbde1a931"),
        ])
    func xxh64(_ text: String, _ expected: String) {
        withBytes(text) { #expect(Digest(of: $0, .xxh64).hexadecimal == expected) }
    }

    @Test("a hash does not depend on how the bytes are cut", arguments: 0..<50)
    func pieces(_ seed: Int) {
        var random = SeededRandom(UInt64(seed))
        let bytes = (0..<random.below(500)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
        for algorithm in [Digest.Algorithm.sha256, .xxh64] {
            let whole = bytes.withByteView { Digest(of: $0, algorithm) }
            var hash = Digest.Hash(algorithm)
            var offset = 0
            while offset < bytes.count {
                let next = min(bytes.count, offset + 1 + random.below(90))
                bytes[offset..<next].withUnsafeBufferPointer { hash.update(ByteView($0)) }
                offset = next
            }
            #expect(hash.digest == whole)
        }
    }

    @Test("a digest's text reads back")
    func texts() throws {
        let digest = withBytes("x") { Digest(of: $0, .xxh64) }
        #expect(Digest(digest.description) == digest)
        #expect(Digest("md5:00") == nil)
        #expect(Digest("sha256") == nil)
    }
}

enum QuestionDigits {
    static func of(_ value: UInt64) -> String {
        var digits: [UInt8] = []
        digits.append(hexadecimal: value)
        return String(decoding: digits, as: UTF8.self)
    }
}
