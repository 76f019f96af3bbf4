import Files

extension FileRecord {
    /// The record of a written file under its name alone, wherever its folder is.
    package init(named file: OutputFile) {
        self.init(path: file.name, size: file.size, digest: file.digest)
    }
}
