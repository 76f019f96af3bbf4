import Bytes
import Pools

/// The classes that a domain can belong to: the 63 top-level classes of the Mathematics Subject Classification
/// (MSC2020), and sciences outside it.
package enum Taxonomy {
    /// The top level of MSC2020: the code and title of each class.
    static let msc: [(code: String, title: String)] = [
        ("00", "General and overarching topics; collections"), ("01", "History and biography"),
        ("03", "Mathematical logic and foundations"), ("05", "Combinatorics"),
        ("06", "Order, lattices, ordered algebraic structures"), ("08", "General algebraic systems"),
        ("11", "Number theory"), ("12", "Field theory and polynomials"), ("13", "Commutative algebra"),
        ("14", "Algebraic geometry"), ("15", "Linear and multilinear algebra; matrix theory"),
        ("16", "Associative rings and algebras"), ("17", "Nonassociative rings and algebras"),
        ("18", "Category theory; homological algebra"), ("19", "K-theory"),
        ("20", "Group theory and generalizations"), ("22", "Topological groups, Lie groups"), ("26", "Real functions"),
        ("28", "Measure and integration"), ("30", "Functions of a complex variable"), ("31", "Potential theory"),
        ("32", "Several complex variables and analytic spaces"), ("33", "Special functions"),
        ("34", "Ordinary differential equations"), ("35", "Partial differential equations"),
        ("37", "Dynamical systems and ergodic theory"), ("39", "Difference and functional equations"),
        ("40", "Sequences, series, summability"), ("41", "Approximations and expansions"),
        ("42", "Harmonic analysis on Euclidean spaces"), ("43", "Abstract harmonic analysis"),
        ("44", "Integral transforms, operational calculus"), ("45", "Integral equations"),
        ("46", "Functional analysis"),
        ("47", "Operator theory"), ("49", "Calculus of variations and optimal control; optimization"),
        ("51", "Geometry"), ("52", "Convex and discrete geometry"), ("53", "Differential geometry"),
        ("54", "General topology"), ("55", "Algebraic topology"), ("57", "Manifolds and cell complexes"),
        ("58", "Global analysis, analysis on manifolds"), ("60", "Probability theory and stochastic processes"),
        ("62", "Statistics"), ("65", "Numerical analysis"), ("68", "Computer science"),
        ("70", "Mechanics of particles and systems"), ("74", "Mechanics of deformable solids"),
        ("76", "Fluid mechanics"), ("78", "Optics, electromagnetic theory"),
        ("80", "Classical thermodynamics, heat transfer"), ("81", "Quantum theory"),
        ("82", "Statistical mechanics, structure of matter"), ("83", "Relativity and gravitational theory"),
        ("85", "Astronomy and astrophysics"), ("86", "Geophysics"),
        ("90", "Operations research, mathematical programming"),
        ("91", "Game theory, economics, social and behavioral sciences"), ("92", "Biology and other natural sciences"),
        ("93", "Systems theory; control"), ("94", "Information and communication, circuits"),
        ("97", "Mathematics education"),
    ]

    /// Classes outside the MSC.
    static let sciences = [
        "Biology", "Chemistry", "Earth science", "Economics", "Engineering", "Geography", "History", "Language", "Law",
        "Linguistics", "Literature", "Logic puzzles", "Medicine", "Philosophy", "Physics", "Psychology",
        "Reading comprehension",
    ]

    /// All titles.
    package static let titles = msc.map(\.title) + sciences

    /// Returns the title that a label names, or nil if the label names no class.
    ///
    /// A label names a title that it equals when ignoring case, dollar signs and text in parentheses, or the title of the
    /// class whose code it is, such as `11`, `11-XX` or `11A41`.
    static func title(of label: String) -> String? {
        spelledTitle(of: label) ?? titleOfCode(label)
    }

    /// Returns the title that a label spells out, ignoring case, dollar signs and text in parentheses; nil if it is not
    /// a title.
    static func spelledTitle(of label: String) -> String? { byKey[key(label)] }

    private static func titleOfCode(_ label: String) -> String? {
        let code = label.prefix(2)
        let rest = label.dropFirst(2).utf8
        let isCode =
            rest.isEmpty || label.dropFirst(2) == "-XX" || label.dropFirst(2).lowercased() == "xx"
            || rest.count == 3 && rest.dropFirst().allSatisfy(\.isASCIILetterOrDigit)
        return isCode ? msc.first { $0.code == code }?.title : nil
    }

    private static let byKey: [String: String] = Dictionary(
        titles.map { (key($0), $0) }, uniquingKeysWith: { first, _ in first })

    private static func key(_ label: String) -> String {
        var key = ""
        var depth = 0
        for character in label.lowercased() {
            switch character {
            case "(": depth += 1
            case ")": depth = max(0, depth - 1)
            case "$": break
            default: if depth == 0 { key.append(character) }
            }
        }
        return key.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Returns a label in lower case, with every run of white space as a single space and none around it: labels for
    /// which this is the same differ only in case or spacing.
    static func folded(_ label: String) -> String {
        label.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

/// The domain of each label of a pool, under the settings of classify.
///
/// Under the MSC, labels that spell the same title differently are one domain, named by the spelling that occurs first in
/// the pool; under classes of the recipe's own, by that of the recipe. Without classes, every label is a domain of its own.
/// The draws depend on the order of the names, so using the pool's own spelling reproduces the selection of the
/// authors' notebook. The stages classify and sample, and the views, all get domains from here.
package struct Domains: Sendable {
    /// The names of the domains, numbered by their first occurrence among the labels.
    package private(set) var names: [String] = []
    /// The number of each label's domain, or -1 if it names none.
    private(set) var domainOfLabel: [Int32] = []

    /// The number of each question's label.
    private let labels: PerQuestion<Int32>

    /// Creates the domains of the labels of a pool, under the settings of classify.
    package init(_ facts: QuestionFacts, _ settings: ClassifyRecipe) {
        labels = facts.labels
        // By bytes, as the order of the names is: two names that only Unicode makes equal are two domains.
        var numbers: [ByteKey: Int] = [:]
        for label in facts.labelNames.strings {
            let wanted = settings.domain(of: label)
            let title = settings.classes.title(of: wanted)
            guard let title else {
                domainOfLabel.append(-1)
                continue
            }
            let key = ByteKey(title)
            if numbers[key] == nil {
                numbers[key] = names.count
                names.append(settings.classes.keepsSpelling(of: wanted) ? wanted : title)
            }
            domainOfLabel.append(Int32(numbers[key] ?? -1))
        }
    }

    /// Returns the number of a question's domain, or nil if it has no label or its label names none.
    package func number(of question: QuestionIndex) -> Int? {
        let label = labels[question]
        guard label >= 0, domainOfLabel[Int(label)] >= 0 else { return nil }
        return Int(domainOfLabel[Int(label)])
    }

    /// Returns the name of a question's domain, or nil.
    package func name(of question: QuestionIndex) -> String? { number(of: question).map { names[$0] } }

    /// Returns the number of a question's domain, or nil if it has no label or its label names none.
    func number(of question: Question) -> Int? { number(of: question.index) }

    /// Returns the name of a question's domain, or nil.
    func name(of question: Question) -> String? { name(of: question.index) }
}
