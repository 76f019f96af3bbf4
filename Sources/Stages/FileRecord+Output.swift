import Files

extension FileRecord {
    /// Creates the record of a written file, with its name rather than its path.
    package init(named file: OutputFile) {
        self.init(path: file.name, size: file.size, digest: file.digest)
    }
}
