import Foundation
import TestSupport
import Testing

@testable import curate

@Suite("curate completions")
struct CompletionTests {
    @Test(
        "the name of a value or an operand says what completes it",
        arguments: [
            ("FILE", .files), ("DIR", .folders), ("RUN", .folders), ("source|domain", .words(["source", "domain"])),
            ("SHELL", .words(["bash", "zsh", "fish"])), ("N", .nothing), ("KEY=VALUE", .nothing), ("", .nothing),
        ] as [(String, Completion)])
    func completion(_ name: String, _ expected: Completion) {
        #expect(Completion(of: name) == expected)
    }

    @Test("an option takes a value in all commands that have it, or in none")
    func values() {
        let options = Commands.all.flatMap { $0.acceptedOptions }
        for option in options {
            #expect(Commands.flagsWithValue.contains(option.flag) == (option.value != nil), "\(option.flag)")
        }
    }

    /// Command lines with the words that complete their last word, in a folder with the sample.
    private static let cases: [([String], [String])] = [
        (["in"], ["init", "inspect"]),
        (["inspect", "q"], ["quality"]),
        (["--run", "x", "inspect", "--d"], ["--domain", "--dropped"]),
        (["inspect", "--limit", ""], []),
        (["--config", "pi"], ["pipeline.json"]),
        (["verify", "--run", "a fo"], ["a folder"]),
        (["--stage", "samp"], ["sample"]),
        (["run", "--stage", "ing"], ["ingest"]),
        (["funnel", "--by", "s"], ["score", "source"]),
        (["inspect", "quality", "--group-by", "m"], ["missing", "model"]),
        (["inspect", "--sort", "t"], ["tokens"]),
        (["completions", "z"], ["zsh"]),
        (["schema", "--se"], []),
    ]

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder.withSample()
        folder.write("a folder/x", "")
        return folder
    }

    @Test("completes in bash", .enabled(if: Program.shellHas("bash")), arguments: 0..<cases.count)
    func bash(_ number: Int) throws {
        let (words, expected) = Self.cases[number]
        let folder = try folder()
        folder.write(
            "complete.bash",
            """
            source curate.bash
            COMP_WORDS=(curate "$@")
            COMP_CWORD=$#
            _curate 2>/dev/null
            printf '%s\\n' "${COMPREPLY[@]}"
            """)
        #expect(try Program.shell("curate completions bash >curate.bash", in: folder.path).status == 0)
        let line = "bash complete.bash " + words.map(\.inShellQuotes).joined(separator: " ")
        let result = try Program.shell(line, in: folder.path)
        #expect(result.output.split(separator: "\n").map(String.init).sorted() == expected, "\(result)")
    }

    @Test("completes in fish", .enabled(if: Program.shellHas("fish")), arguments: 0..<cases.count)
    func fish(_ number: Int) throws {
        let (words, expected) = Self.cases[number]
        let folder = try folder()
        #expect(try Program.shell("curate completions fish >curate.fish", in: folder.path).status == 0)
        let typed = "curate " + words.map { $0.replacing(" ", with: "\\ ") }.joined(separator: " ")
        let line = "HOME=\"$PWD\" fish --no-config -c 'source curate.fish; complete -C \(typed.inFishQuotes)'"
        let result = try Program.shell(line, in: folder.path)
        let found = result.output.split(separator: "\n").map { line in
            String(line.prefix { $0 != "\t" }).replacing("\\ ", with: " ").trimmingSuffix("/")
        }
        #expect(found.sorted() == expected, "\(result)")
    }

    @Test("is well-formed in zsh", .enabled(if: Program.shellHas("zsh")))
    func zsh() throws {
        let folder = TemporaryFolder()
        #expect(try Program.shell("curate completions zsh >_curate && zsh -n _curate", in: folder.path).status == 0)
        // Sourced after compinit, it defines the function and binds it.
        let line = "zsh -fc 'autoload -Uz compinit; compinit -D -u; source ./_curate; print ${_comps[curate]}'"
        #expect(try Program.shell(line, in: folder.path).output == "_curate\n")
    }

    @Test(
        "a shell that is missing or unknown is refused",
        arguments: [
            (["completions"], "completions needs a shell: bash, zsh or fish"),
            (["completions", "fis"], "fis: unknown shell; expected bash, zsh or fish; did you mean \"fish\"?"),
        ])
    func refused(_ words: [String], _ message: String) throws {
        let result = try Program.run(words, in: "/")
        #expect(result == Program.Result(status: 2, output: "", diagnostics: "curate: \(message)\n"))
    }
}

extension String {
    /// The text in double quotes for fish, within single quotes of a shell.
    fileprivate var inFishQuotes: String { "\"" + replacing("\\", with: "\\\\") + "\"" }

    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
