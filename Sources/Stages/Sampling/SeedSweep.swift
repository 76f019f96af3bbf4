import Files

/// The two-stage draw repeated with many seeds, to count how often each candidate is chosen.
package struct SeedSweep {
    /// For each candidate, the number of seeds that choose it.
    package private(set) var counts: [Int]
    /// The number of choices with all seeds together.
    package var total: Int { counts.reduce(0, +) }

    private static let blockSize = 64

    /// Runs the draw with each seed of a range, on several threads.
    package init(_ plan: DrawPlan, seeds: Range<Int>, threads: Int) throws {
        var counts = [Int](repeating: 0, count: plan.candidates.count)
        var rest = seeds
        try Pipeline<Range<Int>, [Int32]>(threads: threads).run(
            producers: [
                {
                    let block = rest.prefix(Self.blockSize)
                    rest = block.upperBound..<rest.upperBound
                    return block.isEmpty ? nil : block
                }
            ],
            makeWorker: {
                var sampler = DomainSampler(plan, seed: 0, needsWeights: false)
                return { block in
                    var chosen = [Int32](repeating: 0, count: plan.candidates.count)
                    for seed in block {
                        sampler.restart(seed: UInt32(seed))
                        sampler.choose { chosen[$0] += 1 }
                    }
                    return chosen
                }
            },
            consume: { chosen in
                for (candidate, count) in chosen.enumerated() where count > 0 { counts[candidate] += Int(count) }
            })
        self.counts = counts
    }
}
