import TestSupport
import Testing

@testable import Bytes

/// A name that counts how often it is compared or hashed.
struct CountedName: Hashable, Sendable {
    final class Steps: @unchecked Sendable {
        var count = 0
    }

    let text: String
    let steps: Steps

    static func == (a: CountedName, b: CountedName) -> Bool {
        a.steps.count += 1
        return a.text == b.text
    }

    func hash(into hasher: inout Hasher) {
        steps.count += 1
        hasher.combine(text)
    }
}

@Suite("Values by name")
struct NamedValuesTests {
    @Test("the steps for a name do not grow with the number of names", arguments: [10, 1000, 30_000])
    func steps(_ count: Int) {
        let steps = CountedName.Steps()
        var values = NamedValues<CountedName, Int>()
        for number in 0..<count { values[CountedName(text: "name \(number)", steps: steps)] = number }
        // A dictionary that grows hashes all names anew: so often as it doubles, half as many each time.
        #expect(steps.count < 40 * count)
        steps.count = 0
        for number in 0..<count {
            #expect(values[CountedName(text: "name \(number)", steps: steps)] == number)
        }
        #expect(values[CountedName(text: "another", steps: steps)] == nil)
        #expect(steps.count < 40 * (count + 1))
    }

    @Test("names keep their places whatever is set, changed or taken out, as a plain list keeps them")
    func places() {
        var random = SeededRandom(7)
        for _ in 0..<40 {
            var values = NamedValues<String, Int>()
            var plain: [(name: String, value: Int)] = []
            for step in 0..<300 {
                let name = "n\(random.below(40))"
                let place = plain.firstIndex { $0.name == name }
                #expect(values[name] == place.map { plain[$0].value })
                switch random.below(4) {
                case 0, 1:
                    values[name] = step
                    if let place { plain[place].value = step } else { plain.append((name, step)) }
                case 2:
                    values.update(name) { $0 = $0.map { $0 + 1 } ?? step }
                    if let place { plain[place].value += 1 } else { plain.append((name, step)) }
                default:
                    if random.below(2) == 0 { values[name] = nil } else { values.update(name) { $0 = nil } }
                    if let place { plain.remove(at: place) }
                }
                #expect(values.members.map(\.name) == plain.map(\.name))
                #expect(values.members.map(\.value) == plain.map(\.value))
            }
        }
    }

    @Test("a change that fails leaves what it has made")
    func failingChange() {
        struct Failure: Error {}
        var values = NamedValues<String, Int>()
        (values["a"], values["b"]) = (1, 2)
        #expect(throws: Failure.self) {
            try values.update("a") { value in
                value = 5
                throw Failure()
            }
        }
        #expect(values.members.map(\.name) == ["a", "b"])
        #expect(values["a"] == 5)
    }

    @Test("an object of very many members is read and written")
    func manyMembers() throws {
        let text = "{" + (0..<50_000).map { "\"name \($0)\":\($0)" }.joined(separator: ",") + "}"
        let object = try withBytes(text) { try JSON(parsing: $0) }
        #expect(object["name 49999"] == 49_999)
        #expect(object.compactText == text)
    }
}
