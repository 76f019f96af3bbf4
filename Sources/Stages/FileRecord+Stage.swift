import Files

extension FileRecord {
    /// The record of a file that a stage has written.
    package init(of file: OutputFile, _ stage: StageName) {
        self.init(path: "\(stage.rawValue)/\(file.name)", size: file.size, digest: file.digest)
    }
}
