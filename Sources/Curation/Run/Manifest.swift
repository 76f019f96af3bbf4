import Bytes
import Files

/// The program's version, which decisions depend on.
package enum Tool {
    /// The version, as `curate --version` tells it.
    package static let version = "1.1.0"
}

/// What one stage did, as `run.json` tells it.
package struct StageRecord: Equatable, Sendable {
    /// The part of the recipe that the stage depends on, defaults filled in.
    package var settings: JSON
    /// The version of the tool that ran it.
    package var toolVersion: String
    /// The files that it read.
    package var inputs: [FileRecord]
    /// The files that it wrote.
    package var outputs: [FileRecord]
    /// What it counted, as the funnel tells it.
    package var counts: JSON
    /// How long it took, in seconds, until the disk was to have what it wrote.
    package var seconds: Double
}

/// `run.json`: the recipe, the seed, the tool's version, and what each stage read, wrote and counted.
package struct Manifest: Equatable, Sendable {
    static let fileName = "run.json"

    /// The whole recipe, defaults filled in.
    package var recipe: JSON
    /// True when some question comes from a synthetic pool.
    package var isSynthetic = false
    /// What each stage did that has run.
    package var stages: [StageName: StageRecord] = [:]
    /// The files that answers to questions about the run were written to: ablations and probabilities.
    package var answers: [FileRecord] = []
    /// The state in which files had the digests that the records name, by path; sparing the next run to read them.
    package var stamps: [String: FileStamp] = [:]

    /// The manifest of a run that has done nothing yet.
    init(recipe: JSON) {
        self.recipe = recipe
    }

    /// Reads the manifest in a run's folder; nil when there is none.
    ///
    /// Throws when it cannot be read, or is not as it was written.
    package static func read(in folder: String) throws -> Manifest? {
        let path = Folder.join(folder, fileName)
        guard Folder.hasFile(path) else { return nil }
        let text = try InputFile.contents(of: path)
        guard let document = try? text.withByteView({ try JSON(parsing: $0) }), let manifest = Manifest(document)
        else { throw FileError(.notThisFormat, "read", path, cause: "it is no manifest of a run") }
        guard ManifestSeal.holds(text, document) else {
            throw FileError(
                .notThisFormat, "read", path,
                cause: "it is not as it was written: its digest does not hold; running the recipe again mends it")
        }
        return manifest
    }

    /// Writes the manifest into a run's folder.
    func write(in folder: String) throws {
        try OutputFile.write(ManifestSeal.text(of: document), to: Folder.join(folder, Self.fileName))
    }

    /// Puts files on record that answer a question about a run.
    ///
    /// To be called by the process that holds the folder's lock.
    static func record(_ answers: [FileRecord], in folder: String) throws {
        guard var manifest = try read(in: folder) else { return }
        manifest.answers.removeAll { old in answers.contains { $0.path == old.path } }
        manifest.answers = (manifest.answers + answers).sorted { $0.path.precedesInBytes($1.path) }
        try manifest.write(in: folder)
    }

    /// What is said of a folder without a run that can be asked about.
    static func noRun(in folder: String) -> CurationError {
        func path(_ name: String) -> String { Folder.join(Folder.join(folder, StageName.ingest.rawValue), name) }
        // A run with more unreadable rows than it allows leaves these and nothing else.
        let rejected = path("rejected.jsonl")
        return .usage(
            Folder.hasFile(rejected) && !Folder.hasFile(path(Pool.FileName.lines))
                ? "\(folder): ingest has not come to its end here; the rows that it could not read are in \(rejected)"
                : "\(folder): there is no run here; curate --stage all makes one, --run names another"
        )
    }

    /// Whether a recipe is that of the run, with its settings.
    package func follows(_ file: RecipeFile) -> Bool {
        guard let document = try? file.recipe(withFiles: false).document else { return false }
        return document.firstDifference(ofSettings: recipe) == nil
    }

    /// Throws `CurationError.usage` where settings are wrong, or others than the stages that have run did so under.
    ///
    /// - Parameters:
    ///   - settings: the settings, as `--set` takes them.
    ///   - folder: the run's folder, for messages.
    package func demand(settings: [String], in folder: String) throws {
        guard !settings.isEmpty else { return }
        let found = try RecipeFile(path: Folder.join(folder, Self.fileName), document: recipeAsRun)
            .recipe(withFiles: false).document
        // What is wrong with the settings is told of these, not of what is on record.
        var file = RecipeFile(path: "--set", document: found)
        for setting in settings { try file.set(setting) }
        let asked = try file.recipe(withFiles: false).document
        guard let difference = found.firstDifference(ofSettings: asked) else { return }
        let (here, wanted) = (JSON.Difference.inWords(difference.before), JSON.Difference.inWords(difference.after))
        throw CurationError.usage(
            "\(folder): \(difference.path) is \(here) in this run, not \(wanted); without --set and --seed it is taken as "
                + "it is, curate what-if tells what they would change, and --run names another run")
    }

    /// The recipe on record with the settings under which stages ran in the place of its own: a rerun that was not of all
    /// stages may have left others as they were.
    private var recipeAsRun: JSON {
        var document = recipe.object ?? JSONObject()
        var taken: Set<String> = []
        for stage in StageName.allCases {
            for member in stages[stage]?.settings.object?.members ?? [] {
                // Of other stages' sections quality has but a part, and export has more than the recipe.
                let isWhole = stage != .quality || member.name == stage.rawValue
                guard isWhole, document[member.name] != nil, taken.insert(member.name).inserted else { continue }
                document[member.name] = member.value
            }
        }
        return .object(document)
    }

    // MARK: - As JSON

    private var document: JSON {
        var stages = JSONObject()
        for name in StageName.allCases {
            guard let record = self.stages[name] else { continue }
            stages[name.rawValue] = [
                "settings": record.settings, "tool_version": .string(record.toolVersion),
                "inputs": .list(record.inputs.map(\.json)), "outputs": .list(record.outputs.map(\.json)),
                "counts": record.counts, "seconds": JSON((record.seconds * 10_000).rounded() / 10_000),
            ]
        }
        var stamps = JSONObject()
        for (path, stamp) in self.stamps.sorted(by: { $0.key.precedesInBytes($1.key) }) {
            stamps[path] = .list(
                [stamp.size, stamp.modified, stamp.changed, Int(truncatingIfNeeded: stamp.number)].map { JSON($0) })
        }
        var document: JSONObject = [
            "name": recipe["name"] ?? .null, "seed": recipe["seed"] ?? .null, "tool_version": .string(Tool.version),
            "synthetic": .bool(isSynthetic), "recipe": recipe, "stages": .object(stages),
        ]
        if !answers.isEmpty { document["answers"] = .list(answers.map(\.json)) }
        document["stamps"] = .object(stamps)
        return .object(document)
    }

    private init?(_ document: JSON) {
        guard let recipe = document["recipe"], let stages = document["stages"]?.object else { return nil }
        self.recipe = recipe
        isSynthetic = document["synthetic"] == true
        for member in stages.members {
            guard let name = StageName(rawValue: member.name), let settings = member.value["settings"],
                let version = member.value["tool_version"]?.string, let counts = member.value["counts"],
                let inputs = member.value["inputs"]?.list?.map(FileRecord.init),
                let outputs = member.value["outputs"]?.list?.map(FileRecord.init),
                !inputs.contains(nil), !outputs.contains(nil)
            else { return nil }
            self.stages[name] = StageRecord(
                settings: settings, toolVersion: version, inputs: inputs.compactMap(\.self),
                outputs: outputs.compactMap(\.self), counts: counts, seconds: member.value["seconds"]?.double ?? 0)
        }
        for answer in document["answers"]?.list ?? [] {
            guard let record = FileRecord(answer) else { return nil }
            answers.append(record)
        }
        for member in document["stamps"]?.object?.members ?? [] {
            guard let parts = member.value.list?.compactMap(\.integer), parts.count == 4 else { continue }
            stamps[member.name] = FileStamp(
                size: parts[0], modified: parts[1], changed: parts[2], number: UInt64(bitPattern: Int64(parts[3])))
        }
    }
}

extension FileRecord {
    fileprivate var json: JSON {
        ["path": .string(path), "bytes": JSON(size), "digest": .string(digest.description)]
    }

    fileprivate init?(_ json: JSON) {
        guard let path = json["path"]?.string, let size = json["bytes"]?.integer,
            let digest = json["digest"]?.string.flatMap(Digest.init)
        else { return nil }
        self.init(path: path, size: size, digest: digest)
    }
}
