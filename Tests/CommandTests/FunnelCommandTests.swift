import Bytes
import Foundation
import TestSupport
import Testing

@Suite("curate funnel")
struct FunnelCommandTests {
    @Test("by source, a column for each stage, and the sums")
    func bySource() throws {
        #expect(
            try Program.run(["funnel", "--by", "source"], in: finished.path).output == """
                source    ingest  decontaminate  quality  difficulty  classify  sample
                contest       13             11        7           4         4       3
                olympiad       9              9        8           4         4       4
                AIME           7              6        5           3         3       2
                science        8              8        7           3         3       2
                cards          6              6        6           3         3       0
                forum          6              5        4           2         2       1
                all           49             45       37          19        19      12

                """)
    }

    @Test("by domain, as JSON")
    func byDomain() throws {
        let rows =
            try json(try Program.run(["funnel", "--by", "domain", "--json"], in: finished.path).output).list ?? []
        #expect(rows.reduce(0) { $0 + ($1["ingest"]?.integer ?? 0) } == 49)
        #expect(rows.first?["domain"] == "Number theory")
        #expect(rows.contains { $0["domain"] == "(none)" })
        let stages = try json(try Program.run(["funnel", "--json"], in: finished.path).output).list ?? []
        #expect(stages.map { $0["kept"]?.integer } == [49, 45, 37, 19, 19, 12, 12])
    }
}
