import Files
import Rows

extension Inputs {
    /// Creates a reader of one of an input's files, without opening the file yet.
    ///
    /// Throws `FileError` when the file does not exist.
    package func reader(
        of file: String, in input: InputRecipe, buffers: BufferPool, shared: SharedWork? = nil
    ) throws -> InputReader {
        try InputReader(file, of: input, in: folder, limits: limits, buffers: buffers, shared: shared)
    }

    /// Returns the rows of an input.
    ///
    /// Not thread-safe.
    package func rows(of input: InputRecipe) -> InputRows {
        InputRows(of: input, tables: tables, limits: limits)
    }

    /// Reads the files of an input one after the other on the current thread, as long as `body` returns true.
    ///
    /// Throws the errors of `body`, and those of opening and reading.
    ///
    /// - Parameter body: called with each batch of rows and the path of its file.
    /// - Returns: the files that were read to their ends.
    package func forEachBatch(
        of input: InputRecipe, _ body: (any RowBatch, _ file: String) throws -> Bool
    ) throws -> [ReadFile] {
        let buffers = BufferPool()
        var read: [ReadFile] = []
        for file in try files(of: input) {
            let reader = try reader(of: file, in: input, buffers: buffers)
            while let batch = try reader.next() {
                guard try body(batch, file) else { return read }
                batch.giveBack(to: buffers)
            }
            read.append(try reader.readFile())
        }
        return read
    }
}
