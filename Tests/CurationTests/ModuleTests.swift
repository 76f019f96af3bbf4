import Foundation
import Testing

/// The map of the house: Package.swift, the imports of each file, and the table of Sources/README.md are one.
@Suite("The modules")
struct ModuleTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    private struct Target {
        let name: String
        let folder: URL
        let dependencies: [String]
        let settings: String?
    }

    /// The targets that Package.swift declares for every build, in its order.
    private static func targets() throws -> [Target] {
        let package = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
        // What follows belongs to builds with sanitizers and fuzzers.
        let declared = package.components(separatedBy: "\n)\n")[0]
        let pattern = try Regex(
            #"\.(target|executableTarget|testTarget|systemLibrary)\((?s:.*?)(?=\n        \.|\n    \])"#)
        return try declared.matches(of: pattern).compactMap { match in
            let text = String(declared[match.range])
            guard let name = try Self.first(#"name: "(\w+)""#, in: text) else { return nil }
            let folder =
                try Self.first(#"path: "([\w/]+)""#, in: text)
                ?? (text.hasPrefix(".testTarget") ? "Tests/" : "Sources/") + name
            let list = try Self.first(#"(?s)dependencies: \[(.*?)\]"#, in: text) ?? ""
            let names = try list.matches(of: Regex(#""(\w+)""#)).compactMap { $0[1].substring.map(String.init) }
            return Target(
                name: name, folder: root.appendingPathComponent(folder), dependencies: names,
                settings: try Self.first(#"swiftSettings: (\w+)"#, in: text))
        }
    }

    /// Returns what the group of a pattern matched first.
    private static func first(_ pattern: String, in text: String) throws -> String? {
        try text.firstMatch(of: Regex(pattern)).flatMap { $0[1].substring.map(String.init) }
    }

    /// Returns the modules that the Swift files of a folder import.
    private static func imports(in folder: URL) throws -> Set<String> {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let line = try Regex(
            #"^ *(?:@testable |package |public )?import (?:(?:struct|class|enum|func|protocol) )?(\w+)"#
        )
        .anchorsMatchLineEndings()
        var found: Set<String> = []
        for case let file as URL in files ?? .init() where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: line) { found.formUnion(match[1].substring.map { [String($0)] } ?? []) }
        }
        return found
    }

    @Test("a target declares the modules that its files import, and no others")
    func imports() throws {
        let targets = try Self.targets()
        let own = Set(targets.map(\.name))
        #expect(own.isSuperset(of: ["Bytes", "CSQLite", "Rows", "Stages", "curate", "CurationTests", "FuzzingTests"]))
        // The modules in C have a capital letter behind the first.
        for target in targets
        where !target.name.hasPrefix("C") || !target.name.dropFirst().prefix(1).allSatisfy(\.isUppercase) {
            let imported = try Self.imports(in: target.folder).intersection(own)
            #expect(target.dependencies.sorted() == imported.sorted(), "\(target.name)")
        }
    }

    @Test("a module uses only modules that stand above it in the table, which is what Package.swift says")
    func table() throws {
        let text = try String(contentsOf: Self.root.appendingPathComponent("Sources/README.md"), encoding: .utf8)
        let rows = text.matches(of: try Regex(#"(?m)^\| `(\w+)` \| .* \| ?(.*) \|$"#)).map { match in
            let uses = (match[2].substring.map(String.init) ?? "").components(separatedBy: ", ").filter { !$0.isEmpty }
            return (name: match[1].substring.map(String.init) ?? "", uses: uses.map { $0.filter { $0 != "`" } })
        }
        let targets = try Self.targets().filter { !$0.folder.path.contains("/Tests/") }
        #expect(rows.map(\.name).sorted() == targets.map(\.name).sorted())
        for (place, row) in rows.enumerated() {
            let above = Set(rows[..<place].map(\.name))
            #expect(above.isSuperset(of: row.uses), "\(row.name)")
            #expect(row.uses == targets.first { $0.name == row.name }?.dependencies.sorted(), "\(row.name)")
        }
    }

    @Test("of the modules of the subject, one file alone has unsafe code")
    func unsafeCode() throws {
        let subject = ["Messages", "Shapes", "Rows", "Pools", "Stages", "Synthesis", "Recipes", "Runs", "Answers"]
        var found: [String] = []
        for module in subject {
            let folder = Self.root.appendingPathComponent("Sources/\(module)")
            for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
                ?? .init()
            where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                if text.contains(try Regex(#"(?m)^(?! *//).*(\bunsafe |Unsafe|\.withUnsafe)"#)) {
                    found.append(file.lastPathComponent)
                }
            }
        }
        #expect(found == ["NGramIndex.swift"])
        // Without it the compiler does not ask that unsafe code is marked.
        for target in try Self.targets() where (subject + ["curate"]).contains(target.name) {
            #expect(target.settings == "safe", "\(target.name)")
        }
    }
}
