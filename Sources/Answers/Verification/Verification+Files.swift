import Bytes
import Files
import Messages
import Pools
import Runs
import Stages

extension Verification {
    /// Checks that every file written by a stage or an answer exists with the recorded size and digest, and that the
    /// run's folder contains nothing else.
    func checkOutputs() throws -> Finding {
        // The amendments, if they were read, are on record as an input.
        var known: Set<ByteKey> = [files.manifest.key, files.amendments.key]
        for output in try recipe.stages.names.flatMap({ try record(of: $0).outputs }) {
            try check(output, "was written")
            known.insert(output.key)
        }
        for answer in manifest.answers {
            try check(answer, "was written", "; run the command that wrote it again")
            known.insert(answer.key)
        }
        try checkNothingElse(than: known)
        return .files(known.count - 2)
    }

    /// Checks that the run's folder contains only recorded files and folders.
    private func checkNothingElse(than known: Set<ByteKey>) throws {
        var folders = [""]
        while let folder = folders.popLast() {
            for name in try tree.names(in: folder) {
                let place = folder.isEmpty ? name : folder + "/" + name
                switch try tree.kind(of: place) {
                case .link: throw fault(place, "it is a link, which no stage of this run made")
                case .file where known.contains(ByteKey(place)): break
                case .file where place == files.lock.place: try checkLock(place)
                case .folder where !(folder.isEmpty && WorkName.isOne(name)): folders.append(place)
                case .folder: throw fault(place, Self.ofAnotherRun)
                default: throw fault(place, "no stage of this run wrote it")
                }
            }
        }
    }

    private static let ofAnotherRun =
        "a run is in progress here, or was killed; the next run removes what it left behind"

    /// Checks that a lock is empty.
    ///
    /// A lock with contents belongs to a run that is at work or was killed, or to another program.
    private func checkLock(_ place: String) throws {
        let text = try tree.contents(of: place)
        guard !text.isEmpty else { return }
        throw fault(place, FolderLock.isOwn(text) ? Self.ofAnotherRun : "no stage of this run wrote it")
    }

    /// Checks that a file of the run is as recorded.
    private func check(_ record: FileRecord, _ what: String, _ advice: String = "") throws {
        guard try tree.hasFile(record.path) else { throw fault(record.path, "it is missing\(advice)") }
        try check(record, tree.file(record.path), what)
    }

    private func check(_ record: FileRecord, _ file: InputFile, _ what: String) throws {
        guard file.size == record.size else {
            throw CurationError.failed(
                "\(file.path): it has \(file.size) bytes, and had \(record.size) when it \(what)")
        }
        let digest = try file.digest(record.digest.algorithm)
        guard digest == record.digest else {
            throw CurationError.failed(
                "\(file.path): it has changed since it \(what): its digest is \(digest), and was "
                    + "\(record.digest)")
        }
    }

    /// The result of checking the input files.
    struct Inputs {
        let finding: Finding
        /// Whether all benchmarks are available as the run read them.
        let hasBenchmarks: Bool
    }

    /// Checks that every stage read what the previous ones wrote, and that the available sources, recordings and
    /// benchmarks are as the run read them.
    func checkInputs() throws -> Inputs {
        var written: [ByteKey: FileRecord] = [:]
        var seen: Set<ByteKey> = []
        var missing: Set<ByteKey> = []
        for definition in recipe.stages.definitions {
            let stage = definition.name
            let record = try record(of: stage)
            let own = files.inputs(of: definition, under: recipe)
            for file in own where !record.inputs.contains(where: { $0.key == file.key }) {
                guard try file != files.amendments || file.isThere() else { continue }
                throw fault(files.manifest, "\(stage.rawValue) does not name \(file.place) among its inputs")
            }
            for input in record.inputs {
                if input.key == files.amendments.key {
                    try check(input, "was read")
                    continue
                }
                if own.contains(where: { $0.key == input.key }) {
                    guard let output = written[input.key], output == input else {
                        throw fault(
                            files.manifest,
                            "\(stage.rawValue) read a different \(input.path) from the one that is there"
                        )
                    }
                    continue
                }
                guard seen.insert(input.key).inserted else { continue }
                let path = Folder.join(recipe.folder, input.path)
                if recipe.isConfined,
                    let what = Confinement(to: recipe.folder).fault(of: input.path, mayBeMissing: true)
                {
                    throw fault(files.manifest, "\(stage.rawValue) read \(what)")
                }
                if Folder.hasFile(path) {
                    try check(input, InputFile(path), "was read")
                } else {
                    missing.insert(input.key)
                }
            }
            for output in record.outputs { written[output.key] = output }
        }
        if missing.isEmpty { try checkSynthetic() }
        let comparing = recipe.stages.deciding.filter { $0.inputs.contains(.benchmarks) }
        let benchmarks = try comparing.flatMap { try record(of: $0.name).inputs }.map(\.key)
            .filter { written[$0] == nil }
        let hasBenchmarks = benchmarks.allSatisfy { !missing.contains($0) }
        return Inputs(finding: .inputs(missing: missing.count, of: seen.count), hasBenchmarks: hasBenchmarks)
    }

    /// Checks that the recorded use of a synthetic pool agrees with the files that were read.
    private func checkSynthetic() throws {
        let isSynthetic = try record(of: recipe.stages.poolMaker.name).inputs.contains {
            SyntheticMarker.covers(Folder.join(recipe.folder, $0.path))
        }
        guard manifest.isSynthetic == isSynthetic else {
            throw fault(
                files.manifest,
                "\"synthetic\" is \(manifest.isSynthetic), but \(isSynthetic) according to the files that were read")
        }
    }
}
