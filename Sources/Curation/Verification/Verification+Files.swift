import Bytes
import Files

extension Verification {
    /// Every file that a stage wrote is there with the size and the digest on record, and beside them there is no other.
    func checkOutputs() throws -> String {
        var count = 0
        for stage in StageName.allCases {
            let outputs = try record(of: stage).outputs
            for output in outputs {
                guard output.path.hasPrefix(stage.rawValue + "/"), !output.path.split(separator: "/").contains("..")
                else {
                    throw fault(
                        Manifest.fileName,
                        "\(stage.rawValue) names the output \(Wording.printable(output.path)), which is not in its folder"
                    )
                }
                try check(output, at: Folder.join(folder, output.path), "was written")
                count += 1
            }
            for name in Folder.names(in: Folder.join(folder, stage.rawValue)) {
                let path = stage.rawValue + "/" + name
                guard outputs.contains(where: { $0.path == path }) else {
                    throw fault(path, "no stage of this run wrote it")
                }
            }
        }
        // An answer may be thrown away; what is there is as it was written.
        for answer in manifest.answers where Folder.hasFile(Folder.join(folder, answer.path)) {
            try check(answer, at: Folder.join(folder, answer.path), "was written")
            count += 1
        }
        return "\(Wording.grouped(count)) of the run are as they were written, run.json too"
    }

    private func check(_ record: FileRecord, at path: String, _ what: String) throws {
        guard Folder.hasFile(path) else { throw CurationError.failed("\(Wording.printable(path)): it is gone") }
        let file = try InputFile(path)
        guard file.size == record.size else {
            throw CurationError.failed(
                "\(Wording.printable(path)): it has \(file.size) bytes, and \(record.size) when it \(what)")
        }
        let digest = try file.digest(record.digest.algorithm)
        guard digest == record.digest else {
            throw CurationError.failed(
                "\(Wording.printable(path)): it is not as it \(what): its digest is \(digest), and was \(record.digest)"
            )
        }
    }

    /// What became of the files that the run read.
    struct Inputs {
        let words: String
        /// Whether the benchmarks are all there as the run read them.
        let hasBenchmarks: Bool
    }

    /// Every stage read what the ones before wrote, and the sources, recordings and benchmarks that are at hand are
    /// those that the run read.
    func checkInputs() throws -> Inputs {
        var written: [String: FileRecord] = [:]
        var seen: Set<String> = []
        var missing: Set<String> = []
        for stage in StageName.allCases {
            let record = try record(of: stage)
            let own = Runner.files(readBy: stage)
            for path in own where !record.inputs.contains(where: { $0.path == path }) {
                guard path != AmendmentFile.name || Folder.hasFile(Folder.join(folder, path)) else { continue }
                throw fault(Manifest.fileName, "\(stage.rawValue) does not name \(path) among its inputs")
            }
            for input in record.inputs {
                if input.path == AmendmentFile.name {
                    try check(input, at: Folder.join(folder, input.path), "was read")
                    continue
                }
                if own.contains(input.path) {
                    guard let output = written[input.path], output == input else {
                        throw fault(
                            Manifest.fileName, "\(stage.rawValue) read another \(input.path) than the one that is there"
                        )
                    }
                    continue
                }
                guard seen.insert(input.path).inserted else { continue }
                let path = Folder.join(recipe.folder, input.path)
                if recipe.isConfined,
                    let what = Confinement(to: recipe.folder).fault(of: input.path, mayBeMissing: true)
                {
                    throw fault(Manifest.fileName, "\(stage.rawValue) read \(Wording.printable(what))")
                }
                if Folder.hasFile(path) {
                    try check(input, at: path, "was read")
                } else {
                    missing.insert(input.path)
                }
            }
            for output in record.outputs { written[output.path] = output }
        }
        let benchmarks = try record(of: .decontaminate).inputs.map(\.path).filter { written[$0] == nil }
        let hasBenchmarks = benchmarks.allSatisfy { !missing.contains($0) }
        let words =
            missing.isEmpty
            ? "\(Wording.grouped(seen.count)) from outside are as they were read"
            : "\(Wording.grouped(missing.count)) of \(Wording.grouped(seen.count)) from outside are not here and were "
                + "not looked at; --config names the recipe that lies beside them"
        return Inputs(words: words, hasBenchmarks: hasBenchmarks)
    }
}
