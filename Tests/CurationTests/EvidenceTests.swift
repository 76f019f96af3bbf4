import Bytes
import Pools
import Rows
import TestSupport
import Testing

@testable import Stages

@Suite("Evidence")
struct EvidenceTests {
    /// A kind of evidence with what a decision has of it.
    struct Case: Sendable, CustomTestStringConvertible {
        let evidence: any Evidence
        let text: String
        var testDescription: String { text }

        init(_ evidence: any Evidence, _ text: String) {
            (self.evidence, self.text) = (evidence, text)
        }
    }

    private static let id = QuestionID(0x0123_4567_89AB_CDEF)
    private static let place = RowPlace(file: "a\"b.jsonl", unit: .line, number: 4)
    private static let row = RowPlace(file: "b.csv", unit: .row, number: 12)
    private static let other = PoolQuestion(question: id, source: "AIME", origin: place)
    private static let domain = DomainPlace(domain: "Ring\ntheory", size: 12, rank: 3)

    static let cases = [
        Case(EmptyEvidence(), "{}"),
        Case(place, #"{"file":"a\"b.jsonl","line":4}"#),
        Case(row, #"{"file":"b.csv","row":12}"#),
        Case(
            BenchmarkOverlap(benchmark: "MATH", place: row, words: "one two"),
            #"{"benchmark":"MATH","file":"b.csv","row":12,"words":"one two"}"#),
        Case(other, #"{"question":"0123456789abcdef","source":"AIME","origin":{"file":"a\"b.jsonl","line":4}}"#),
        Case(
            QuestionOverlap(other: other, words: "数 学", conflict: []),
            #"{"question":"0123456789abcdef","source":"AIME","origin":{"file":"a\"b.jsonl","line":4},"words":"数 学"}"#),
        Case(
            QuestionOverlap(other: other, words: "x", conflict: [.answer]),
            #"{"question":"0123456789abcdef","source":"AIME","origin":{"file":"a\"b.jsonl","line":4},"words":"x","conflict":["answer"]}"#
        ),
        Case(
            RepeatedQuestion(other: other, conflict: []),
            #"{"question":"0123456789abcdef","source":"AIME","origin":{"file":"a\"b.jsonl","line":4}}"#),
        Case(
            RepeatedQuestion(other: other, conflict: [.trace, .outcomes]),
            #"{"question":"0123456789abcdef","source":"AIME","origin":{"file":"a\"b.jsonl","line":4},"conflict":["trace","outcomes"]}"#
        ),
        Case(MissingParts(names: ["trace", "outcomes.m"]), #"{"missing":["trace","outcomes.m"]}"#),
        Case(FormFault(found: "p1.", offset: 0, line: 1), #"{"found":"p1.","offset":0,"line":1}"#),
        Case(
            TextFault(column: "attempt", fault: FormFault(found: "</think>", offset: 3, line: 2)),
            #"{"field":"attempt","found":"</think>","offset":3,"line":2}"#),
        Case(SolvedBy(solvers: ["a", "b"]), #"{"solved_by":["a","b"]}"#),
        Case(UnknownOf(solvers: []), #"{"unknown_of":[]}"#),
        Case(DomainOfLabel(domain: "Algebra", label: nil), #"{"domain":"Algebra"}"#),
        Case(DomainOfLabel(domain: "Algebra", label: "08-XX"), #"{"domain":"Algebra","label":"08-XX"}"#),
        Case(UnknownLabel(label: "Algbera", nearest: "Algebra"), #"{"label":"Algbera","nearest":"Algebra"}"#),
        Case(UnknownLabel(label: "?", nearest: nil), #"{"label":"?"}"#),
        Case(domain, #"{"domain":"Ring\ntheory","domain_size":12,"rank":3}"#),
        Case(
            ChosenByDraw(draw: 7, phase: .weighted, domain: "D", rank: 0, weight: 0.1),
            #"{"draw":7,"phase":"weighted","domain":"D","rank":0,"weight":0.1}"#),
        Case(
            ChosenByDraw(draw: nil, phase: .preselected, domain: "D", rank: 2, weight: nil),
            #"{"draw":null,"phase":"preselected","domain":"D","rank":2,"weight":null}"#),
        Case(
            TakenOut(reason: "a reason", replacedBy: id, draw: 0),
            #"{"reason":"a reason","replaced_by":"0123456789abcdef","draw":0}"#),
        Case(
            TakenOut(reason: nil, replacedBy: nil, draw: nil), #"{"reason":null,"replaced_by":null,"draw":null}"#),
        Case(GaveWay(to: id, draw: 5), #"{"to":"0123456789abcdef","draw":5}"#),
        Case(
            Held(place: domain, reason: nil, insteadOf: id),
            #"{"domain":"Ring\ntheory","domain_size":12,"rank":3,"reason":null,"instead_of":"0123456789abcdef"}"#),
        Case(
            Replacement(place: domain, replaces: id, draw: 3, weight: 1),
            #"{"domain":"Ring\ntheory","domain_size":12,"rank":3,"replaces":"0123456789abcdef","draw":3,"weight":1}"#),
        Case(
            Replacement(place: domain, replaces: id, draw: nil, weight: nil, target: 500),
            #"{"domain":"Ring\ntheory","domain_size":12,"rank":3,"replaces":"0123456789abcdef","draw":null,"weight":null,"#
                + #""target":500}"#),
        Case(
            ChosenByDraw(
                draw: 7, phase: .minimum, domain: "D", rank: 0, weight: 0.1, group: "source S", target: 1000),
            #"{"draw":7,"phase":"minimum","domain":"D","rank":0,"weight":0.1,"group":"source S","target":1000}"#),
        Case(NotDrawn(place: domain, full: nil), #"{"domain":"Ring\ntheory","domain_size":12,"rank":3}"#),
        Case(
            NotDrawn(place: domain, full: "stratum hard"),
            #"{"domain":"Ring\ntheory","domain_size":12,"rank":3,"full":"stratum hard"}"#),
        Case(
            RowLength(tokens: 9, counted: "trace", limit: 5), #"{"train_tokens":9,"counted":"trace","max_tokens":5}"#),
        Case(UniformDraw(draw: 3), #"{"draw":3}"#),
        Case(DomainDraw(domain: "D", draw: 3), #"{"domain":"D","draw":3}"#),
        Case(DomainDraw(domain: nil, draw: nil), #"{"domain":null}"#),
        Case(LengthRank(rank: 3), #"{"rank":3}"#),
        Case(RowLength(tokens: 99, limit: nil), #"{"train_tokens":99}"#),
        Case(RowLength(tokens: 99, limit: 50), #"{"train_tokens":99,"max_tokens":50}"#),
        Case(
            RejectedRow(place: place, offset: 17, reason: "invalid JSON"),
            #"{"file":"a\"b.jsonl","line":4,"byte_offset":17,"reason":"invalid JSON"}"#),
        Case(
            RejectedRow(place: row, offset: nil, reason: "r"),
            #"{"file":"b.csv","row":12,"byte_offset":null,"reason":"r"}"#),
        Case(
            RejectedRow(place: row, offset: nil, group: RejectedRow.Group(number: 3, row: 2), reason: "r"),
            #"{"file":"b.csv","row":12,"byte_offset":null,"row_group":3,"row_of_group":2,"reason":"r"}"#),
    ]

    @Test("is written as its decision shows it, and read back as it was", arguments: cases)
    func roundTrip(_ example: Case) throws {
        func check<Found: Evidence>(_ evidence: Found) throws {
            let recorded = RecordedEvidence(evidence)
            var written: [UInt8] = []
            recorded.append(to: &written)
            #expect(String(decoding: written, as: UTF8.self) == example.text)
            #expect(recorded.json.compactText == example.text)
            #expect(try recorded.read(as: Found.self) == evidence)
            // What was read from a file is written and read in the same way.
            let read = RecordedEvidence(read: try json(example.text))
            var again: [UInt8] = []
            read.append(to: &again)
            #expect(again == written)
            #expect(try read.read() == evidence)
        }
        try check(example.evidence)
    }

    @Test(
        "what is missing or of another type is told",
        arguments: [
            ("[1]", "the evidence is a list, not an object"),
            ("{}", "the evidence has no \"domain\""),
            (#"{"domain":"D","domain_size":null,"rank":1}"#, "the evidence has no \"domain_size\""),
            (
                #"{"domain":3,"domain_size":1,"rank":1}"#,
                "\"domain\" of the evidence is the number 3, not a text"
            ),
            (
                #"{"domain":"D","domain_size":1.5,"rank":1}"#,
                "\"domain_size\" of the evidence is the number 1.5, not a whole number"
            ),
            (
                #"{"domain":"D","domain_size":2,"rank":1,"replaces":"xyz"}"#,
                "\"replaces\" of the evidence is the text \"xyz\", not an id"
            ),
            (
                #"{"domain":"D","domain_size":2,"rank":1,"replaces":"0123456789abcdef","weight":"1"}"#,
                "\"weight\" of the evidence is the text \"1\", not a number"
            ),
        ])
    func malformed(_ text: String, _ expected: String) throws {
        let evidence = RecordedEvidence(read: try json(text))
        #expect(throws: EvidenceError(expected)) { try evidence.read(as: Replacement.self) }
    }

    @Test("lists of something else, unknown texts and places of nothing are not taken")
    func otherTypes() throws {
        #expect([String](evidence: try json("[\"a\",1]")) == nil)
        #expect(DomainSampler.Phase(evidence: "later") == nil)
        #expect(RowPlace(evidence: try json(#"{"file":"a"}"#)) == nil)
        #expect(RowPlace(evidence: "a, line 1") == nil)
    }
}
