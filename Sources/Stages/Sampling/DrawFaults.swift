import Messages

/// The settings of a draw that its candidates cannot meet, or not together.
enum DrawFaults {
    private static let most = 5

    /// Throws `CurationError.failed` when preselected candidates exceed a maximum or a share.
    static func demandRoom(_ plan: DrawPlan) throws(CurationError) {
        let counts = plan.preselectedByGroup
        for (group, count) in zip(plan.groups.all, counts) {
            if let most = group.most, count > most {
                throw .failed(
                    "sample.preselect chooses \(Wording.counted(count, "question")) of the \(group.words), and its maximum is "
                        + "\(Wording.grouped(most)); raise the maximum, or preselect fewer with \"most\"")
            }
            let part = (group.share ?? 1) * Double(plan.settings.target)
            if group.share != nil, Double(count) > part + 1 {
                throw .failed(
                    "sample.preselect chooses \(Wording.counted(count, "question")) of the \(group.words), and its share of "
                        + "sample.target is \(Wording.fixed(part, 1)); raise the share, or preselect fewer with \"most\""
                )
            }
        }
    }

    /// Throws `CurationError.failed` when a draw ended without what the settings ask for.
    static func demandMet(_ plan: DrawPlan, _ bounds: BoundedDraw?, chosen: Int, stage: Message) throws(CurationError) {
        let settings = plan.settings
        guard !settings.allowsShort else { return }
        guard plan.candidates.count > 0 else {
            throw .failed(
                "sample.target is \(settings.target), and no question reached the stage \(stage): the rules of earlier stages "
                    + "dropped them all")
        }
        if let bounds {
            try demandMinima(plan, bounds, chosen: chosen, stage: stage)
            try demandShares(plan, bounds, chosen: chosen, stage: stage)
        }
        guard chosen < settings.target else { return }
        let full = bounds?.full ?? []
        guard !full.isEmpty || plan.groups.haveShares else {
            throw .failed(
                "sample.target is \(settings.target), and only \(chosen) questions reached the stage \(stage); lower the target "
                    + "or set \"short\": \"allow\"")
        }
        let maxima =
            full.prefix(most).map { "the \($0.words) (\(Wording.grouped($0.most ?? 0)))" }
            + (full.count > most ? ["\(full.count - most) more"] : [])
        throw .failed(
            "sample.target is \(settings.target), and only \(chosen) questions can be chosen"
                + (full.isEmpty
                    ? ": the others that reached the stage \(stage) are in no stratum"
                    : " under the maxima of \(listed(maxima, "and"))")
                + "; lower the target, raise the maxima or set \"short\": \"allow\"")
    }

    private static func demandMinima(
        _ plan: DrawPlan, _ bounds: BoundedDraw, chosen: Int, stage: Message
    ) throws(CurationError) {
        guard let (group, count) = bounds.unmet.first else { return }
        let size = zip(plan.groups.all, plan.groups.sizes).first { $0.0 == group }?.1 ?? 0
        let start: Message = "the minimum of the \(group.words) is \(Wording.grouped(group.least))"
        if size < group.least {
            throw .failed(
                "\(start), and \(size == 0 ? "none" : Wording.grouped(size)) of its questions reached the stage \(stage); lower it "
                    + "or set \"short\": \"allow\"")
        }
        if chosen >= plan.settings.target {
            throw .failed(
                "\(start), and only \(Wording.grouped(count)) of its questions are among the \(Wording.grouped(chosen)) of "
                    + "sample.target: the minima and sample.preselect ask for more than the target; lower them, or raise it"
            )
        }
        let full = bounds.full.prefix(most).map { "the \($0.words)" }
        throw .failed(
            "\(start), and only \(Wording.grouped(count)) of its questions can be chosen under the "
                + (full.isEmpty ? "shares of strata" : "maxima of \(listed(Array(full), "and"))")
                + "; lower it, raise these or set \"short\": \"allow\"")
    }

    private static func demandShares(
        _ plan: DrawPlan, _ bounds: BoundedDraw, chosen: Int, stage: Message
    ) throws(CurationError) {
        let target = Double(plan.settings.target)
        for (number, group) in plan.groups.all.enumerated() {
            guard let share = group.share, bounds.isUsedUp(number) else { continue }
            let (count, wanted) = (bounds.counts[number], Int(share * target))
            guard count < wanted else { continue }
            throw .failed(
                "the share of the \(group.words) asks for \(Wording.grouped(wanted)) questions, and \(Wording.grouped(count)) of "
                    + "those that reached the stage \(stage) can be chosen; lower its share, or set \"short\": \"allow\""
            )
        }
    }
}
