import Bytes
import Files
import Messages

/// The parsed command line: options and operands.
struct Arguments {
    private(set) var words: [String] = []
    private var values: [Option: [String]] = [:]

    /// Parses the arguments of a command.
    ///
    /// Throws `CurationError.usage` for an option that is unknown, repeated, without its value or not one of the
    /// command's.
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
        let known = command.acceptedOptions
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

    /// Returns whether an option was given.
    func has(_ option: Option) -> Bool { values[option] != nil }

    /// The value of an option, or nil if it was not given.
    subscript(option: Option) -> String? { values[option]?.last }

    /// Returns the value of a required option.
    ///
    /// Throws `CurationError.usage` when the option was not given.
    func required(_ option: Option, of command: any Command.Type) throws -> String {
        guard let value = self[option] else {
            throw CurationError.usage("\(command.name) needs \(option.usage), \(option.summary)")
        }
        return value
    }

    /// Returns all values of a repeatable option.
    func all(_ option: Option) -> [String] { values[option] ?? [] }

    /// Returns the value of an option as an integer in a range, in the notation of `--set` and the recipe.
    ///
    /// Throws `CurationError.usage` when the value is not such an integer.
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

    /// Throws `CurationError.usage` when there are more operands than the command takes.
    func takeNoMoreWords(than command: any Command.Type) throws {
        let count = command.operands.most
        if words.count > count {
            throw Self.error("\(words[count]): not expected here", command)
        }
    }
}

extension Arguments {
    /// Returns the number of threads.
    func threads() throws -> Int { try integer(.threads, in: 1...1024) ?? Threads.available }
}
