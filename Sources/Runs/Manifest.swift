import Bytes
import Files
import Messages
import Pools
import Recipes
import Stages

/// The version of the program, on which decisions depend.
package enum Tool {
    /// The version that `curate --version` prints.
    package static let version = "1.3.0"
}

/// What one stage did, as recorded in `run.json`.
package struct StageRecord: Equatable, Sendable {
    /// The part of the recipe that the stage depends on, with defaults filled in.
    package var settings: JSON
    /// The version of the tool that ran the stage.
    package var toolVersion: String
    /// The files that the stage read.
    package var inputs: [FileRecord]
    /// The files that the stage wrote.
    package var outputs: [FileRecord]
    /// The stage's counts, from which the funnel is made.
    package var counts: JSON
    /// The duration of the stage in seconds, excluding the time to flush its files to the disk.
    package var seconds: Double
}

/// `run.json`: the recipe, the seed, the tool's version, and what each stage read, wrote and counted.
package struct Manifest: Sendable {
    /// The whole recipe, with defaults filled in.
    package var recipe: JSON
    /// Whether any of the questions comes from a synthetic pool.
    package var isSynthetic = false
    /// The records of the stages that have run.
    package var stages: [StageName: StageRecord] = [:]
    /// The files with answers to questions about the run: ablations and probabilities.
    package var answers: [FileRecord] = []
    /// The files that a failed stage left: the rows that it could not read.
    package var unfinished: [FileRecord] = []
    /// The stamps that files had when they had the recorded digests, by path.
    ///
    /// They spare the next run from reading the files.
    package var stamps: [ByteKey: FileStamp] = [:]

    /// The available stages.
    private let registry: StageRegistry

    /// Creates the manifest of a run in which no stage has run yet.
    init(recipe: JSON, of run: RunFolder) {
        self.recipe = recipe
        registry = run.stages
    }

    /// The stages that the recorded recipe asks for.
    package var order: StageRegistry { registry.asked(by: recipe) }

    /// The files in the run's folder that are on record.
    var files: [FileRecord] { stages.values.flatMap(\.outputs) + answers + unfinished }

    // MARK: - In a run's folder

    /// The result of looking for a manifest.
    enum Found {
        case none
        case whole(Manifest)
        /// A manifest whose digest does not match.
        case damaged(Manifest, FileError)
        /// A file that is not a manifest, or cannot be read.
        case foreign(FileError)

        /// The manifest, if it is intact.
        var whole: Manifest? { if case .whole(let manifest) = self { manifest } else { nil } }

        /// The manifest, if its digest does not match.
        var damaged: Manifest? { if case .damaged(let manifest, _) = self { manifest } else { nil } }
    }

    /// Looks for the manifest in a run's folder.
    static func look(in run: RunFolder) -> Found {
        let path = run.manifest.path
        do throws(FileError) {
            guard try run.tree.kind(of: run.manifest.place) != nil else { return .none }
            let text = try run.manifest.contents()
            guard let document = try? text.withByteView({ try JSON(parsing: $0) }) else {
                throw Fault.isNoManifest.error(path)
            }
            let manifest: Manifest
            do throws(Fault) { manifest = try Manifest(document, of: run) } catch { throw error.error(path) }
            if ManifestChecksum.matches(text, document) { return .whole(manifest) }
            return .damaged(
                manifest,
                FileError(
                    .notThisFormat, "read", path,
                    cause:
                        "it has changed since it was written: its digest does not match; run the recipe again to repair it"
                ))
        } catch {
            return .foreign(error)
        }
    }

    /// Returns the manifest in a run's folder, or nil if there is none.
    ///
    /// Throws `FileError` when it cannot be read or is not as it was written, and `RunRefusal` when the run's folder is
    /// something else.
    package static func read(in run: RunFolder) throws -> Manifest? {
        // A clearer message than the system's when the path is not a folder.
        if PathEnd(of: run.path).obstacle != nil { throw noRun(in: run) }
        switch look(in: run) {
        case .none: return nil
        case .whole(let manifest): return manifest
        case .damaged(_, let error), .foreign(let error): throw error
        }
    }

    /// Writes the manifest into a run's folder.
    func write(by writer: RunWriter) throws {
        try writer.folder().finished(ManifestChecksum.text(of: document), writer.run.manifest.name).publish()
    }

    /// Records files that answer a question about a run.
    package static func record(_ answers: [FileRecord], by writer: RunWriter) throws {
        guard var manifest = try read(in: writer.run) else { return }
        manifest.answers.removeAll { old in answers.contains { $0.key == old.key } }
        manifest.answers = (manifest.answers + answers).sorted { $0.path.precedesInBytes($1.path) }
        try manifest.write(by: writer)
    }

    /// Returns the first difference between the manifest's text and what its records imply, or nil if there is none.
    ///
    /// This covers the name, seed and version at its head, and members that no version writes.
    package func differenceInHead(in run: RunFolder) throws -> JSON.Difference? {
        let text = try run.manifest.contents()
        return try text.withByteView { try JSON(parsing: $0) }.without("digest").firstDifference(from: document)
    }

    /// Returns the refusal of a folder that does not contain a run to ask about.
    package static func noRun(in run: RunFolder) -> RunRefusal {
        let folder = run.path
        if let obstacle = PathEnd(of: folder).obstacle { return .noFolder(folder, obstacle: obstacle) }
        func has(_ file: RunFile) -> Bool { (try? file.isThere()) == true }
        // A run with more unreadable rows than allowed leaves only these.
        return has(run.rejected) && !has(run.pool.lines)
            ? .rowsRejected(by: run.stages.poolMaker.name, in: folder, file: run.rejected.path) : .noRun(in: folder)
    }

    /// Returns whether a recipe, with its settings, is the one on record.
    package func follows(_ file: RecipeFile) -> Bool {
        guard let found = try? file.recipe(withFiles: false) else { return false }
        return found.document.firstDifference(ofSettings: recipe, in: found.shape) == nil
    }

    /// Throws `CurationError` when settings are invalid, and `RunRefusal` when they differ from those that the stages ran
    /// with.
    ///
    /// - Parameters:
    ///   - settings: the settings, as `RecipeFile.set` takes them.
    ///   - origin: where they come from, for errors.
    ///   - run: the run's folder, for the refusal.
    package func demand(settings: [String], from origin: String, in run: RunFolder) throws {
        guard !settings.isEmpty else { return }
        let found = try RecipeFile(path: run.manifest.path, document: recipeAsRun, stages: registry)
            .recipe(withFiles: false).document
        // Faults in the settings are reported against their origin, not against the manifest.
        var file = RecipeFile(path: origin, document: found, stages: registry)
        for setting in settings { try file.set(setting) }
        let asked = try file.recipe(withFiles: false)
        guard let difference = found.firstDifference(ofSettings: asked.document, in: asked.shape) else { return }
        throw RunRefusal.otherSettings(
            path: difference.path, here: JSON.Difference.inWords(difference.before),
            wanted: JSON.Difference.inWords(difference.after), in: run.path)
    }

    /// The recorded recipe with the settings that each stage actually ran with, since a rerun of only some stages
    /// leaves the others as they were.
    var recipeAsRun: JSON {
        var document = recipe.object ?? JSONObject()
        var taken: Set<String> = []
        for stage in registry.definitions {
            for member in (stages[stage.name]?.settings.object ?? [:]).members {
                // The settings of export contain more than the recipe's keys.
                guard !stage.takesPart(of: member.name), document[member.name] != nil,
                    taken.insert(member.name).inserted
                else { continue }
                document[member.name] = member.value
            }
        }
        return .object(document)
    }

    /// Returns the recorded recipe as a recipe file that can be checked or changed.
    ///
    /// - Parameters:
    ///   - path: the path of the recipe, which need not exist; paths in the recipe are relative to its folder.
    ///   - isConfined: whether the recipe must not name anything outside that folder.
    package func recipeFile(at path: String, isConfined: Bool = false) -> RecipeFile {
        var file = RecipeFile(path: path, document: recipe, stages: registry)
        file.isConfined = isConfined
        return file
    }

    // MARK: - As JSON

    private var document: JSON {
        var stages = JSONObject()
        for name in registry.names {
            guard let record = self.stages[name] else { continue }
            stages[name.rawValue] = [
                "settings": record.settings, "tool_version": .string(record.toolVersion),
                "inputs": .list(record.inputs.map(\.json)), "outputs": .list(record.outputs.map(\.json)),
                "counts": record.counts, "seconds": JSON((record.seconds * 10_000).rounded() / 10_000),
            ]
        }
        var stamps = JSONObject()
        for (path, stamp) in self.stamps.sorted(by: { $0.key.text.precedesInBytes($1.key.text) }) {
            stamps[path.text] = .list(
                [stamp.size, stamp.modified, stamp.changed, Int(truncatingIfNeeded: stamp.number)].map { JSON($0) })
        }
        var document: JSONObject = [
            "name": recipe["name"] ?? .null, "seed": recipe["seed"] ?? .null, "tool_version": .string(Tool.version),
            "synthetic": .bool(isSynthetic), "recipe": recipe, "stages": .object(stages),
        ]
        if !answers.isEmpty { document["answers"] = .list(answers.map(\.json)) }
        if !unfinished.isEmpty { document["unfinished"] = .list(unfinished.map(\.json)) }
        document["stamps"] = .object(stamps)
        return .object(document)
    }

    /// Why a text is not a manifest.
    private enum Fault: Error {
        case isNoManifest
        case isBad(String)

        func error(_ path: String) -> FileError {
            let cause =
                switch self {
                case .isNoManifest: "it is not the manifest of a run"
                case .isBad(let words): "it is not the manifest of a run: \(words)"
                }
            return FileError(.notThisFormat, "read", path, cause: cause)
        }
    }

    private init(_ document: JSON, of run: RunFolder) throws(Fault) {
        guard let recipe = document["recipe"], let stages = document["stages"]?.object else { throw .isNoManifest }
        self.recipe = recipe
        registry = run.stages
        isSynthetic = document["synthetic"] == true
        for member in stages.members {
            guard let name = run.stages.name(member.name) else {
                throw .isBad("unknown stage \(member.name)")
            }
            guard let settings = member.value["settings"], let version = member.value["tool_version"]?.string,
                let counts = member.value["counts"]
            else { throw .isNoManifest }
            self.stages[name] = StageRecord(
                settings: settings, toolVersion: version,
                inputs: try Self.records(member.value["inputs"], of: name.rawValue, "input") { !$0.isEmpty },
                outputs: try Self.records(member.value["outputs"], of: name.rawValue, "output") {
                    RunFolder.isPlace($0, of: name)
                }, counts: counts, seconds: member.value["seconds"]?.double ?? 0)
        }
        answers = try Self.records(document["answers"] ?? [], of: "it", "answer", run.isPlaceOfAnswer)
        unfinished = try Self.records(document["unfinished"] ?? [], of: "it", "file", run.isOwnPlace)
        for member in (document["stamps"]?.object ?? [:]).members {
            guard let parts = member.value.list?.compactMap(\.integer), parts.count == 4 else { continue }
            stamps[ByteKey(member.name)] = FileStamp(
                size: parts[0], modified: parts[1], changed: parts[2], number: UInt64(bitPattern: Int64(parts[3])))
        }
    }

    /// Returns the records in a list, each of which must have a path that the program may write to.
    private static func records(
        _ list: JSON?, of owner: String, _ what: String, _ isPlace: (String) -> Bool
    ) throws(Fault) -> [FileRecord] {
        guard let list = list?.list else { throw .isNoManifest }
        var records: [FileRecord] = []
        for element in list {
            do throws(FileRecord.Fault) {
                records.append(try FileRecord(element, isPlace: isPlace))
            } catch {
                guard case .isElsewhere(let path) = error else { throw .isNoManifest }
                throw .isBad(
                    "\(owner) names the \(what) \"\(path)\", which is not in its folder")
            }
        }
        return records
    }

}

extension JSON {
    /// Returns the object without one of its members, or any other value unchanged.
    fileprivate func without(_ name: String) -> JSON {
        guard var object else { return self }
        object[name] = nil
        return .object(object)
    }
}
