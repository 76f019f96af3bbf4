import TestSupport

/// A finished run of the sample pool that the tests of several suites look at and none changes.
enum FinishedSample {
    /// The folder with the sample and its run in data/runs/sample.
    static let folder: TemporaryFolder = {
        guard let folder = try? TemporaryFolder.withSample(),
            (try? Program.run(["--quiet"], in: folder.path))?.status == 0
        else { return TemporaryFolder() }
        return folder
    }()

    /// The path of the folder.
    static var path: String { folder.path }

    /// Returns the text of a file of the folder.
    static func read(_ name: String) -> String { folder.read(name) }
}
