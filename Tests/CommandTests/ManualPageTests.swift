import TestSupport
import Testing

@testable import curate

@Suite("The manual page")
struct ManualPageTests {
    @Test("has every command with its options, and no others")
    func contents() {
        let page = ManualPage.lines
        let terms = page.filter { $0.hasPrefix(".B ") && $0 != ".B curate" }
        var known: Set<String> = [".B 0", ".B 1", ".B 2"]
        for command in Commands.all {
            let headings = page.filter { $0.hasPrefix(".SS curate ") && $0.contains(command.name.escaped) }
            #expect(!headings.isEmpty, "\(command.name)")
            for option in command.options { #expect(terms.contains(".B " + option.usage.escaped), "\(option.flag)") }
            for option in command.acceptedOptions { known.insert(".B " + option.usage.escaped) }
        }
        #expect(Set(terms).isSubset(of: known))
    }

    @Test("no line of a text begins a request, and no text has an escape of its own")
    func escapes() {
        let requests = [".TH", ".SH", ".SS", ".PP", ".TP", ".B", ".EX", ".EE", ".br"]
        for line in ManualPage.lines {
            if line.hasPrefix(".") { #expect(requests.contains(String(line.prefix { $0 != " " })), "\(line)") }
            #expect(!line.hasPrefix("'"), "\(line)")
        }
    }

    @Test("is set by groff without a warning", .enabled(if: Program.shellHas("groff")))
    func groff() throws {
        let result = try Program.shell("curate man | groff -ww -z -man -Tutf8", in: "/")
        #expect(result == Program.Result(status: 0, output: "", diagnostics: ""))
    }
}

extension String {
    fileprivate var escaped: String { replacing("-", with: "\\-") }
}
