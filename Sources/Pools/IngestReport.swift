import Bytes
import Files
import Rows

/// The results of ingest.
package struct IngestReport {
    /// The files that were read.
    package var inputs: [ReadFile] = []
    /// The usage of the rows of each source.
    package var sources: [Ingest.SourceCount] = []
    /// The usage of the rows of each recording.
    package var recordings: [(name: String, usage: Recordings.Usage)] = []
    /// The ends of files that could not be read.
    package var rests: [LostRest] = []
    /// Those of `rests` whose files have other rows that could be read.
    package var cutFiles: [LostRest] = []
    /// The files and sources that yielded nothing, as the recipe allows.
    package var losses: [Loss] = []
    /// The recordings of which no row, or hardly any, is about a question of the pool.
    package var unmatched: [UnmatchedRecording] = []
    /// The rows that may be several although they were taken for one, the first of each file.
    package var doubts: [String] = []
    /// The files that have bytes but no rows, among other files of their source or recording that have rows.
    package var withoutRows: [String] = []
}

extension IngestReport {
    /// Adds files that were read to their ends, and returns the usage of each input.
    mutating func take(
        _ files: [Ingest.OpenInput], of recipes: [InputRecipe], _ kind: RejectedRows.Kind
    ) throws -> [InputUsage] {
        for file in files {
            inputs.append(try file.done?.file ?? file.reader.readFile())
            doubts += [file.done?.doubt ?? file.reader.doubt].compactMap(\.self)
            if let fault = file.reader.faultInLongRow { file.usage.takeEnd(fault, of: kind, recipes[file.input].name) }
        }
        let usages = Dictionary(grouping: files, by: \.input).mapValues { $0.map(\.usage) }
        return recipes.enumerated().map { number, input in
            let own = usages[number] ?? []
            if own.contains(where: { $0.read > 0 }) {
                withoutRows += own.filter { $0.read == 0 && $0.bytes > 0 }.map(\.path)
            }
            return InputUsage(kind: kind, input: input, files: own)
        }
    }
}
