import Testing

@testable import curate

@Suite("What commands declare")
struct CommandTests {
    private static let names = Commands.all.map { $0.name }

    @Test("names, of commands and of the options of each, are given once")
    func unique() {
        #expect(Set(Self.names).count == Self.names.count)
        for command in Commands.all {
            let names = command.allOptions.map(\.name)
            #expect(Set(names).count == names.count, "\(command.name)")
        }
    }

    @Test("an option of several commands takes a value in all of them or in none")
    func sameOptions() {
        var values: [String: String?] = [:]
        for option in Commands.all.flatMap({ $0.allOptions }) {
            if let value = values[option.name] { #expect(value == option.value, "\(option.flag)") }
            values[option.name] = .some(option.value)
        }
    }

    @Test("what a command says of itself is a phrase without a period, and its help has all of it", arguments: names)
    func help(_ name: String) throws {
        let command = try #require(Commands.all.first { $0.name == name })
        let help = Help.of(command, columns: 1000)
        #expect(help.first == "curate \(name): \(command.summary)")
        #expect(help.contains("usage: curate \(command.usage)"))
        for option in command.allOptions {
            #expect(
                help.contains { $0.hasPrefix("  \(option.usage) ") && $0.hasSuffix(option.summary) }, "\(option.flag)")
        }
        for example in command.examples { #expect(help.contains("  \(example.line)")) }
        let phrases = [command.summary] + command.allOptions.map(\.summary) + command.examples.map(\.meaning)
        for phrase in phrases { #expect(!phrase.isEmpty && !phrase.hasSuffix("."), "\(phrase)") }
    }

    @Test("help fits the width of the terminal, but for lines of examples", arguments: [40, 60, 80, 100, 200])
    func width(_ columns: Int) {
        for command in Commands.all {
            let examples = Set(command.examples.map { "  " + $0.line })
            for line in Help.of(command, columns: columns) where !examples.contains(line) {
                // The last column of a table keeps twenty columns of its own.
                #expect(line.displayWidth <= max(columns, 60), "\(command.name): \(line)")
            }
        }
        for line in Help.overview(columns: columns) { #expect(line.displayWidth <= max(columns, 60), "\(line)") }
        // The words are the same in any width.
        let words = { (lines: [String]) in lines.joined(separator: " ").split(separator: " ") }
        for command in Commands.all {
            #expect(words(Help.of(command, columns: columns)).sorted() == words(Help.of(command)).sorted())
        }
    }

    @Test("a usage names options of the command and no others", arguments: names)
    func usage(_ name: String) throws {
        let command = try #require(Commands.all.first { $0.name == name })
        let known = Set(command.allOptions.map(\.flag))
        for word in command.usage.split(whereSeparator: { " []|".contains($0) }) where word.hasPrefix("--") {
            #expect(known.contains(String(word)), "\(word)")
        }
    }

    @Test(
        "usage follows from operands and options",
        arguments: [
            ("completions", "completions SHELL"), ("schema", "schema [--markdown]"),
            ("diff", "diff RUN RUN [--limit N]"),
            ("tokens", "tokens FILE --tokenizer DIR [--field NAME] [--ids] [--special]"),
            ("ablate", "ablate [NAME ...] [--force] [--dry-run]"),
        ])
    func derivedUsage(_ name: String, _ expected: String) throws {
        #expect(try #require(Commands.all.first { $0.name == name }).usage == expected)
    }

    @Test("the examples are command lines that their commands take", arguments: names)
    func examples(_ name: String) throws {
        let command = try #require(Commands.all.first { $0.name == name })
        for example in command.examples {
            var words = example.line.split(separator: " ").map(String.init)
            #expect(words.removeFirst() == "curate")
            if words.first == name { words.removeFirst() } else { #expect(name == "run") }
            // What follows is the shell's.
            let end = words.firstIndex { ["|", ">"].contains($0) } ?? words.count
            // The shell takes what stands between quotes for one word.
            let line = words[..<end].joined(separator: " ").split(separator: "'", omittingEmptySubsequences: false)
            let split = line.enumerated().flatMap { place, part in
                place % 2 == 1 ? [String(part)] : part.split(separator: " ").map(String.init)
            }
            let arguments = try Arguments(split[...], of: command)
            try arguments.takeNoMoreWords(than: command)
        }
    }

    @Test("an option means something else in some commands, and is the same option")
    func meaning() throws {
        let other = Option.force.meaning("replaces a pool with other settings")
        #expect(other == .force && other.summary != Option.force.summary)
        let arguments = try Arguments(["--force"], of: SynthCommand.self)
        #expect(arguments.has(.force) && !arguments.has(.confined))
        let seed = VerifyCommand.allOptions.first { $0 == .seed }
        #expect(seed?.summary == "refuses a run with a different seed")
        #expect(SynthCommand.allOptions.first { $0 == .seed }?.summary == Option.seed.summary)
    }
}
