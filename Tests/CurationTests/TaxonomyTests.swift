import Bytes
import Files
import TestSupport
import Testing

@testable import Messages
@testable import Recipes
@testable import Shapes
@testable import Stages

@Suite("Taxonomy")
struct TaxonomyTests {
    @Test(
        "labels name classes",
        arguments: [
            ("Number theory", "Number theory"), ("number THEORY", "Number theory"), ("11", "Number theory"),
            ("11-XX", "Number theory"),
            ("11A41", "Number theory"), ("$K$-theory", "K-theory"),
            ("Special functions (33-XX deals with ...)", "Special functions"),
            ("Biology", "Biology"), ("Algebra", nil), ("", nil), ("99", nil), ("11 apples", nil),
        ] as [(String, String?)])
    func titles(_ label: String, _ expected: String?) {
        #expect(Taxonomy.title(of: label) == expected)
    }

    @Test("the first level of MSC2020 has 63 classes")
    func count() {
        #expect(Taxonomy.msc.count == 63)
        #expect(Set(Taxonomy.titles).count == Taxonomy.titles.count)
    }
}
