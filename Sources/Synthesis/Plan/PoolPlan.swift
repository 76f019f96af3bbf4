/// The number of rows of each fate in each source: the published counts for 59,029 rows, scaled for other sizes.
///
/// The plan is computed without any rows. The fate of a row follows from its rank in a permutation of its source's
/// rows, so any row can be made without those before it, and the counts are exact.
struct PoolPlan: Sendable {
    /// The numbers of rows of one source.
    struct Share: Sendable {
        /// The number of rows that decontamination keeps.
        var rows = 0
        // The parts of these, in the order of ranks:
        var missing = 0
        var asy = 0
        var image = 0
        var numbering = 0
        var emphasis = 0
        var hard = 0
        /// The number of hard rows that are preselected.
        var preselected = 0
        /// The number of complete rows with drawings that are kept because the source is AIME.
        var exemptDrawings = 0
        // Rows that decontamination drops:
        var overlaps = 0
        var echoes = 0
        var copies = 0
        /// The number of rows that the recipe's conditions leave out.
        var leftOut = 0

        /// The number of rows in the source's file that decontamination drops.
        var extras: Int { overlaps + echoes + copies }
        var malformed: Int { asy + image + numbering + emphasis }
    }

    /// The minimum number of rows of a pool, with one row for each source.
    static let fewestRows = SourceKind.all.count

    let rows: Int
    let shares: [Share]

    /// The published counts (the paper's notebook) for 59,029 rows.
    private enum Published {
        static let rows = 59_029
        static let complete = 54_116
        static let wellFormed = 51_607
        static let unsolved = 24_517
        static let preselected = 393
        static let preselectedOfMATH = 74
        static let asy = 1_380, image = 502, numbering = 251, emphasis = 376
        static let exemptDrawings = 60
        static let overlaps = 590, echoes = 412, copies = 61
    }

    /// Creates a plan for the given number of rows.
    init(rows: Int) {
        func scaled(_ count: Int) -> Int { Int((Double(count) * Double(rows) / Double(Published.rows)).rounded()) }
        let kinds = SourceKind.all
        var sizes = Self.apportion(rows, by: kinds.map(\.size), limits: kinds.map { _ in rows })
        // Every source has at least one row, taken from the largest source if necessary.
        for k in sizes.indices where sizes[k] == 0 {
            let largest = sizes.indices.max { sizes[$0] < sizes[$1] } ?? k
            sizes[largest] -= 1
            sizes[k] = 1
        }
        var shares = sizes.map { size in
            var share = Share()
            share.rows = size
            return share
        }
        let isCode = kinds.map(\.isCode), isExam = kinds.map { $0.role == .aime || $0.role == .gpqa }
        let ordinary = kinds.indices.map { isCode[$0] || isExam[$0] ? 0 : sizes[$0] }
        func give(_ count: Int, by weights: [Int], limits: [Int], to part: WritableKeyPath<Share, Int>) {
            for (k, n) in Self.apportion(count, by: weights, limits: limits).enumerated() {
                shares[k][keyPath: part] = n
            }
        }
        // Programming questions have no answer to grade; the other gaps are errors of the services that were called.
        let code = kinds.indices.reduce(0) { $0 + (isCode[$1] ? sizes[$1] : 0) }
        give(max(0, rows - scaled(Published.complete) - code), by: ordinary, limits: ordinary, to: \.missing)
        for k in kinds.indices where isCode[k] { shares[k].missing = sizes[k] }
        func free() -> [Int] { shares.map { $0.rows - $0.missing - $0.malformed } }
        func freeOfOrdinary() -> [Int] { zip(free(), ordinary).map { $1 == 0 ? 0 : $0 } }
        let malformed = scaled(Published.complete) - scaled(Published.wellFormed)
        let parts: [(WritableKeyPath<Share, Int>, Int)] = [
            (\.image, Published.image), (\.numbering, Published.numbering), (\.emphasis, Published.emphasis),
        ]
        var rest = malformed
        for (part, count) in parts {
            let count = min(rest, scaled(count))
            give(count, by: ordinary, limits: freeOfOrdinary(), to: part)
            rest -= count
        }
        give(rest, by: ordinary, limits: freeOfOrdinary(), to: \.asy)
        // Questions of the two examinations and of MATH are solved more often than others.
        let weights = kinds.indices.map { k in
            free()[k] * (kinds[k].role == .math ? 35 : isExam[k] ? 80 : 100)
        }
        give(scaled(Published.unsolved), by: weights, limits: free(), to: \.hard)
        let math = kinds.firstIndex { $0.role == .math } ?? 0
        shares[math].preselected = min(shares[math].hard, scaled(Published.preselectedOfMATH))
        let others = Self.apportion(
            scaled(Published.preselected) - shares[math].preselected,
            by: kinds.indices.map { isExam[$0] ? shares[$0].hard : 0 },
            limits: shares.map(\.hard))
        for k in kinds.indices where isExam[k] { shares[k].preselected = others[k] }
        for k in kinds.indices where kinds[k].role == .aime {
            shares[k].exemptDrawings = min(free()[k], scaled(Published.exemptDrawings))
        }
        give(scaled(Published.overlaps), by: sizes, limits: sizes, to: \.overlaps)
        give(scaled(Published.echoes), by: [0] + sizes.dropFirst(), limits: sizes, to: \.echoes)
        give(scaled(Published.copies), by: sizes, limits: sizes, to: \.copies)
        for k in kinds.indices { shares[k].leftOut = sizes[k] * kinds[k].leftOutPerMille / 1000 }
        self.rows = rows
        self.shares = shares
    }

    /// Divides a count in proportion to weights, up to a limit for each.
    ///
    /// Each share gets the integer part of its quota, and the rest goes to the largest remainders; of equal remainders
    /// the first takes precedence.
    static func apportion(_ count: Int, by weights: [Int], limits: [Int]) -> [Int] {
        var given = [Int](repeating: 0, count: weights.count)
        var left = max(0, count)
        while left > 0 {
            let open = weights.indices.filter { weights[$0] > 0 && given[$0] < limits[$0] }
            let total = open.reduce(0) { $0 + weights[$1] }
            if open.isEmpty { break }
            let quotas = open.map { index -> (index: Int, whole: Int, rest: Int) in
                let product = left.multipliedFullWidth(by: weights[index])
                let (whole, rest) = total.dividingFullWidth(product)
                return (index, whole, rest)
            }
            var progress = 0
            for quota in quotas {
                let share = min(quota.whole, limits[quota.index] - given[quota.index])
                given[quota.index] += share
                progress += share
            }
            left -= progress
            let byRest = quotas.sorted { ($1.rest, $0.index) < ($0.rest, $1.index) }
            for quota in byRest where left > 0 && given[quota.index] < limits[quota.index] {
                // A share whose quota is an integer gets no more in this round, unless no share has got anything.
                guard quota.rest > 0 || progress == 0 else { continue }
                given[quota.index] += 1
                left -= 1
            }
        }
        return given
    }
}
