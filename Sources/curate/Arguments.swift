import Bytes
import Files
import Messages

/// What was typed, cut into options and other words.
struct Arguments {
    private(set) var words: [String] = []
    private var values: [Option: [String]] = [:]

    /// Reads the arguments of a command.
    ///
    /// Throws `CurationError.usage` for an option that is unknown, stands twice, lacks its value or does not belong
    /// to the command.
    init(_ arguments: ArraySlice<String>, of command: any Command.Type) throws {
        var rest = arguments
        while let argument = rest.popFirst() {
            if argument == "--" {
                words += rest
                break
            }
            guard argument.hasPrefix("-"), argument != "-" else {
                words.append(argument)
                continue
            }
            let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let option = try Self.option(parts[0], of: command)
            var value = parts.count > 1 ? parts[1] : nil
            if option.value == nil {
                if value != nil { throw Self.error("\(option.flag) takes no value", command) }
                value = ""
            } else if value == nil {
                value = rest.popFirst()
            }
            guard let value else {
                throw Self.error("\(option.flag) needs a value: \(option.value ?? "")", command)
            }
            if values[option] != nil, !option.isRepeated, option.value != nil {
                throw Self.error("\(option.flag) stands twice", command)
            }
            values[option, default: []].append(value)
        }
    }

    private static func option(_ name: String, of command: any Command.Type) throws -> Option {
        let known = command.allOptions
        if name == "-h" { return .help }
        if let option = known.first(where: { $0.flag == name }) { return option }
        if Commands.all.contains(where: { $0.options.contains { $0.flag == name } }) {
            throw error("\(name) does not belong to curate \(command.name)", command)
        }
        let suggestion = Suggestion(for: name, among: known.map(\.flag), isOption: true)
        throw error("\(name): unknown option\(suggestion.ending)", command)
    }

    private static func error(_ message: Message, _ command: any Command.Type) -> CurationError {
        .usage("\(message)\ncurate \(command.name) --help shows what there is")
    }

    /// True when an option was given.
    func has(_ option: Option) -> Bool { values[option] != nil }

    /// The value of an option, or nil.
    subscript(option: Option) -> String? { values[option]?.last }

    /// The value of an option that a command needs.
    ///
    /// Throws `CurationError.usage` when it was not given.
    func required(_ option: Option, of command: any Command.Type) throws -> String {
        guard let value = self[option] else {
            throw CurationError.usage("\(command.name) needs \(option.usage), \(option.summary)")
        }
        return value
    }

    /// All values of an option that may be repeated.
    func all(_ option: Option) -> [String] { values[option] ?? [] }

    /// The value of an option as a whole number in a range, written as `--set` and the recipe take numbers.
    ///
    /// Throws `CurationError.usage` when it is none.
    func integer(_ option: Option, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = self[option] else { return nil }
        guard let number = text.withByteView({ $0.wholeNumber }), range.contains(number) else {
            let words =
                range.upperBound == .max
                ? "from \(range.lowerBound) on" : "from \(range.lowerBound) to \(range.upperBound)"
            throw CurationError.usage(
                "\(option.flag) \(text): a whole number \(words) is right")
        }
        return number
    }

    /// Throws `CurationError.usage` when there are more words than the command takes.
    func takeNoMoreWords(than command: any Command.Type) throws {
        let count = command.operands.most
        if words.count > count {
            // Without a command at its beginning a line is one of run.
            if command is RunCommand.Type, Commands.all.contains(where: { $0.name == words[0] }) {
                throw CurationError.usage("\(words[0]): the command comes first, as in curate \(words[0]) --help")
            }
            throw Self.error("\(words[count]): not expected here", command)
        }
    }
}

extension Arguments {
    /// How many threads work.
    func threads() throws -> Int { try integer(.threads, in: 1...1024) ?? Threads.available }
}
