/// The keys of the answers that commands give with `--json`.
extension AnswerReference {
    /// The counts of a stage.
    private static let step = [
        Key("stage", "the stage"), Key("entered", "the questions that entered; for ingest, the rows that were read"),
        Key("kept", "the questions that it kept"), Key("dropped", "the questions that it dropped"),
        Key("rules.RULE", "the questions that a rule dropped"),
        Key(
            "of_which.RULE.conflict",
            "those of them that have the text of another question, and another answer, trace or outcome"),
        Key("kept_by.RULE", "the questions that a rule kept; only of sample"),
        Key("lost[].source", "a source that lost data, or; only of ingest"),
        Key("lost[].recording", "a recording that did"),
        Key("lost[].file", "the file; null for all of them"), Key("lost[].bytes", "the bytes that were lost"),
        Key("lost[].rejected", "the rows that were rejected"), Key("lost[].left_out", "the rows that were left out"),
        Key("lost[].line", "of a lost end, the line at which it begins, from 1, or"), Key("lost[].row", "its row"),
        Key("lost[].file_bytes", "the size of the file"), Key("lost[].words", "the same in a sentence"),
    ]
    /// The statistics of a set.
    private static let statistics = [
        Key("size", "the number of questions"), Key("domains", "the number of domains"),
        Key("domain_entropy", "the entropy of the domains, in bits"),
        Key("source_entropy", "the entropy of the sources, in bits"),
        Key("trace_tokens.known", "the number of traces whose length is known"),
        Key("trace_tokens.mean", "the mean of these lengths"), Key("trace_tokens.median", "their median"),
        Key("trace_tokens.p90", "their 90th percentile"), Key("trace_tokens.total", "their sum"),
        Key("teacher.right", "the traces in which the teacher is right"),
        Key("teacher.wrong", "those in which it is wrong"),
        Key("teacher.unknown", "those of which neither is known"),
        Key("teacher.wrong_share", "the share of wrong ones among those that are known; null if none is"),
    ]
    private static let stageDecision = [
        Key("stage", "the stage"), Key("keep", "whether it kept the question"),
        Key("rule", "the rule that decided; null if none did"),
        Key("evidence", "what the rule found, see [evidence](#evidence); null if there is none"),
    ]

    private static func inside(_ path: String, _ keys: [Key]) -> [Key] { keys.map { $0.inside(path) } }

    /// The commands' answers.
    static let answers = [
        Section("`curate run`", nil, run), Section("`curate run --dry-run`", nil, dryRun),
        Section("`--dry-run` of `ablate`, `stability`, `amend` and `synth`", nil, writePlan),
        Section(
            "`curate inspect`",
            "With `--full`, `rows` has the lines of the pool, each with `decision`, and there is no `count`.", inspect),
        Section("`curate inspect --group-by`", nil, groups),
        Section("`curate funnel`", "A list of stages.", inside("[]", step)),
        Section("`curate funnel --by`", "A list of sources or domains.", breakdown),
        Section("`curate funnel --by --rules`", "A list of sources or domains.", ruleBreakdown),
        Section(
            "`curate funnel --by score`", "A list of the rules that compare by score.", scoreHistogram),
        Section("`curate explain`", "With `--full`, `row` is the line of the pool.", explain),
        Section("`curate explain --domain` and `--source`", nil, group), Section("`curate ablate`", nil, ablate),
        Section("`curate stability`", nil, stabilityAnswer), Section("`curate what-if`", nil, whatIf),
        Section("`curate diff`", nil, diff), Section("`curate amend`", nil, amend),
        Section("`curate verify`", nil, verify),
        Section("`curate overlap`", nil, overlap), Section("`curate synth`", nil, synth),
        Section("`curate rules`", "A list of rules.", rules),
        Section(
            "`curate tokens`", "With `--field`, a line per row: its number of tokens, or with `--ids` their list.",
            tokens),
        Section(
            "`curate grade`", "With FILE, a line per row, which also has `line`, its line in the file.", graded),
        Section("`curate grade --compare`", nil, labelComparison),
    ]
    private static let graded = [
        Key("verdict", "right, wrong or undecided"), Key("rule", "the rule that decided"),
        Key(
            "found", "how the answer was found in the response: `box`, `phrase`, `display`, `last`, `letter` and others"
        ),
        Key("answer", "the answer that was found; empty if there is none"),
        Key("reference", "the reference that it was compared with"),
    ]
    private static let labelComparison =
        [
            Key("disagreements", "the rows whose verdict is the opposite of their label"),
            Key("rows[].line", "the line of such a row; at most 1,000 of them"),
            Key("rows[].label", "what the file says of it"),
        ] + inside("rows[]", graded) + [Key("counts.VERDICT.LABEL", "the rows with a verdict and a label")]

    private static let run =
        [
            Key("run", "the run's folder"), Key("ran[]", "the stages that ran"),
        ] + inside("funnel[]", step) + [
            Key("export", "the first file of the set; null if export was not asked for"),
            Key("files[].path", "a file of the set"), Key("files[].format", "its format"),
            Key("files[].split", "`train` or `validation`; null if the set is not split"),
            Key("files[].target", "the target of a smaller set of several; null for the largest"),
            Key("files[].rows", "its rows"),
            Key("impossible_lengths.questions", "the questions whose recorded length cannot be that of their trace"),
            Key("impossible_lengths.tokens", "the sum of these lengths"),
            Key("impossible_lengths.bytes", "the sum of the bytes of their traces"),
            Key("impossible_lengths.certain", "false if only their sum tells; absent otherwise"),
            Key("impossible_lengths.words", "the same in a sentence"),
            Key("notes[].kind", "what is worth a note, by the name of the kind"),
            Key("notes[].source", "a source of which one stage dropped all questions, or"),
            Key("notes[].entered", "their number"),
            Key("notes[].benchmark", "a benchmark with an item for which many were dropped, or"),
            Key("notes[].file", "the item's file"), Key("notes[].line", "its line, from 1, or"),
            Key("notes[].row", "its row, from 1"), Key("notes[].words", "words for which many were dropped,"),
            Key("notes[].rule", "by this rule"), Key("notes[].count", "the number of those that were dropped"),
            Key("notes[].rules[]", "the rules of quality that found nothing"),
        ]
    private static let writePlan = [
        Key("writes[].path", "a file that would be written"), Key("writes[].replaces", "whether it would replace one"),
        Key("removes[]", "the files that would be removed"),
    ]
    private static let dryRun =
        [
            Key("run", "the run's folder"),
            Key("makes", "the folder of the synthetic pool that would be made; null for none"),
            Key("stages[].stage", "a stage"), Key("stages[].step", "`runs`, `stays`, or `depends` on an earlier one"),
            Key("stages[].reason", "why it would run"), Key("stages[].on", "the stage that it depends on"),
        ] + writePlan + [
            Key("conflicts[]", "settings of the draw that are at odds, in sentences"),
            Key("sources[].source", "a source"),
            Key("sources[].sample", "its first question, as in the pool; null if there is none"),
            Key("sources[].read", "the rows that were looked at"),
            Key("sources[].left_out", "those that `where` leaves out"),
            Key("sources[].rejected[]", "why rows cannot be read"),
        ]
    private static let inspect = [
        Key("stage", "the stage"), Key("count", "the number of questions, with those beyond `--limit`"),
        Key("rows[].id", "the question's id; null for a row that is no question of the pool"),
        Key("rows[].source", "its source"),
        Key("rows[].domain", "its domain; null if it has none"), Key("rows[].keep", "whether the stage kept it"),
        Key("rows[].rule", "the rule that decided; null if none did"),
        Key("rows[].evidence", "what the rule found, see [evidence](#evidence); null if there is none"),
        Key("rows[].question", "the beginning of its text"),
    ]
    private static let groups = [
        Key("stage", "the stage"), Key("by", "the property"), Key("count", "the number of questions"),
        Key("groups[].name", "a value of the property; null for questions without one"),
        Key("groups[].count", "the questions that have it"),
    ]
    private static let breakdown = [
        Key("[].source", "the source, or"), Key("[].domain", "the domain; null for questions without one"),
        Key("[].STAGE", "the questions that the stage kept"),
    ]
    private static let ruleBreakdown = [
        Key("[].source", "the source, or"), Key("[].domain", "the domain; null for questions without one"),
        Key("[].pool", "its questions in the pool"),
        Key("[].rules.STAGE.RULE", "those that a rule of a stage dropped"), Key("[].left", "those that are left"),
    ]
    private static let explain =
        [
            Key("id", "the question's id"), Key("source", "its source"),
            Key("origin.file", "the file that it was read from"),
            Key("origin.line", "its line, from 1, or"), Key("origin.row", "its row, from 1"),
            Key("question", "its text"),
            Key("label", "its label in the pool; null if it has none"),
            Key("trace_tokens", "the length of its trace; null if it is unknown"),
            Key("outcomes.MODEL", "whether the model solved it; null if that is unknown"),
        ] + inside("stages[]", stageDecision) + inside("other_faults[]", stageDecision) + [
            Key("domain.name", "its domain, if it reached the draw"), Key("domain.size", "the questions there"),
            Key("domain.rank", "its rank there by the length of the trace, from 0, the longest"),
            Key("length.count", "the length of its trace as the draw measures it, if it reached the draw"),
            Key("length.unit", "the unit, which is `sample.length`"),
            Key("prospect.domain_draws", "of a question that was not drawn: the draws that fell on its domain"),
            Key("prospect.domain_taken", "the questions that they took"),
            Key("prospect.chance_of_these_draws", "the probability that it would have been among them"),
            Key("prospect.longest_of_domain", "the longest trace of its domain, in this unit"),
            Key(
                "prospect.reached_at_target", "the target with which the same draws would reach it; null if none would"),
            Key(
                "prospect.preselection.teacher_right", "whether the teacher is right, if it could have been preselected"
            ),
            Key(
                "prospect.preselection.longer_than",
                "the length that its trace would have to exceed for it; null if none"),
            Key(
                "probability", "the share of seeds that choose it, from `curate stability`; null if it was not computed"
            ),
            Key("standard_error", "the standard error of the probability"),
            Key("amendments[].action", "`drop` or `keep`"),
            Key("amendments[].reason", "the reviewer's reason; null for none"),
            Key("copies", "the same of questions of the pool with the same text; an empty list if there are none"),
            Key("export_line", "its line in the export, from 1; null if it is not exported, or the set is split"),
        ]
    private static let group =
        [
            Key("domain", "the domain, or"), Key("source", "the source"), Key("pool", "its questions in the pool"),
            Key("reached", "those that reached the draw"), Key("chosen", "those that were chosen"),
            Key("used_up", "whether these are all that reached it"),
            Key("rules.RULE", "the questions by the draw's rule"),
            Key("phases.PHASE", "the chosen ones by the phase of the draw"),
            Key("weight", "the domain's share once domains are drawn by weight; null if they are not"),
            Key("bounds.min", "the fewest questions that the recipe asks for; `bounds` is null if it sets none"),
            Key("bounds.max", "the most; null for none"), Key("bounds.full", "whether as many are chosen"),
        ] + inside("statistics.chosen", statistics) + inside("statistics.not_chosen", statistics) + [
            Key("most_probable[].id", "a question; `most_probable` is null until `curate stability` has run"),
            Key("most_probable[].probability", "the share of seeds that choose it"),
            Key("most_probable[].standard_error", "the standard error"),
            Key("most_probable[].chosen", "whether it is in this set"),
            Key("most_probable[].trace_tokens", "the length of its trace; null if it is unknown"),
        ]
    private static let ablate =
        [
            Key("sets[].name", "a set"), Key("sets[].from", "the stage from whose kept questions it is chosen"),
            Key("sets[].select", "how it is chosen"), Key("sets[].seed", "the seed of its draws"),
        ] + inside("sets[]", statistics) + [
            Key("pairs[].a", "one of two sets"), Key("pairs[].b", "the other"),
            Key("pairs[].shared", "the questions in both"),
            Key("pairs[].jaccard", "Jaccard's index: those in both, by those in either"),
        ]
    private static let stabilityAnswer = [
        Key("seeds", "the number of seeds"), Key("first_seed", "the first of them"),
        Key("questions", "the questions that reached the draw"), Key("chosen", "those in this set"),
        Key("average", "the questions that a seed chooses, on average"), Key("ever", "those that some seed chooses"),
        Key("core", "those that more than 9 of 10 seeds choose"),
        Key("lucky", "those in this set that fewer than 1 of 10 seeds choose"),
        Key("expected_overlap", "the questions that two seeds share, on average"), Key("domains[].name", "a domain"),
        Key("domains[].size", "its questions"),
        Key("domains[].expected", "the questions that a seed chooses, on average"),
        Key("domains[].core", "those that more than 9 of 10 seeds choose"),
        Key(
            "domains[].churn", "the share of its chosen questions that another seed does not choose; null for one seed"),
        Key("file", "the file with the probabilities"),
    ]
    private static let whatIf =
        [
            Key("first_stage", "the first stage that the settings change; null for none"),
            Key("chosen.before", "the size of the set"), Key("chosen.after", "the size under the settings"),
            Key("entering[].id", "a question that enters the set"), Key("entering[].stage", "the stage that decided"),
            Key("entering[].rule", "its rule"), Key("leaving[].id", "a question that leaves the set"),
            Key("leaving[].stage", "the stage that decided"), Key("leaving[].rule", "its rule"),
        ] + inside("funnel.before[]", step) + inside("funnel.after[]", step) + inside("statistics.before", statistics)
        + inside("statistics.after", statistics) + [Key("conflicts[]", "settings of the draw that conflict")]
    private static let diff =
        [
            Key("a", "the folder of the first run"), Key("b", "that of the second"),
            Key("recipe[].path", "a key of the recipe that differs"), Key("recipe[].a", "its value in the first"),
            Key("recipe[].b", "its value in the second"), Key("inputs[].path", "an input that differs"),
            Key("inputs[].a.bytes", "its size in the first; `a` is null if it is not there"),
            Key("inputs[].a.digest", "its digest in the first"), Key("inputs[].b.bytes", "its size in the second"),
            Key("inputs[].b.digest", "its digest in the second"),
            Key("tool.a", "the version that made the first; `tool` is null if both are the same"),
            Key("tool.b", "the second's"),
        ] + inside("funnel.a[]", step) + inside("funnel.b[]", step) + inside("statistics.a", statistics)
        + inside("statistics.b", statistics) + [
            Key("conflicts[]", "settings of the draw that conflict"), Key("both", "the questions in both sets"),
        ] + inside("only_a[]", onlyOne) + inside("only_b[]", onlyOne)
    /// A question that only one of two sets has.
    private static let onlyOne = [
        Key("id", "a question that the other set does not have"), Key("source", "its source"),
        Key("stage", "the stage of the other run that dropped it"), Key("rule", "its rule; null if none decided"),
        Key("evidence", "what the rule found; null if there is nothing"),
    ]
    private static let amend = [
        Key("amendments", "the number of amendments"), Key("questions", "the size of the set"),
        Key("leaving[].id", "a question that leaves the set"), Key("leaving[].source", "its source"),
        Key("leaving[].domain", "its domain"), Key("leaving[].trace_tokens", "the length of its trace"),
        Key("entering[].id", "a question that enters the set"), Key("entering[].source", "its source"),
        Key("entering[].domain", "its domain"), Key("entering[].trace_tokens", "the length of its trace"),
    ]
    private static let verify = [
        Key("run", "the run's folder"), Key("holds", "whether nothing was found to be wrong"),
        Key("findings.SUBJECT", "what was checked, and what of it holds"),
        Key("fault", "the first fault; null if there is none"),
    ]
    /// One of the two texts of a match.
    private static let overlapText = [
        Key("file", "its file"), Key("line", "its line, from 1, or"), Key("row", "its row"), Key("text", "the text"),
        Key("stretches[]", "what the other text has, too: beginnings and ends in bytes from 0"),
        Key("numbers[]", "a number that the other has not"), Key("names[]", "a name that the other has not"),
        Key("asked", "its last sentence, if the other's says something else; null otherwise"),
    ]
    private static let overlap =
        [
            Key("questions", "the questions of the first file"), Key("items", "those of the second"),
            Key("threshold", "the least score of a match"), Key("count", "the number of matches"),
            Key("matches[].score", "the share of the shorter one's weight that is in the longer one"),
            Key("matches[].template", "whether their numbers differ"),
        ] + inside("matches[].question", overlapText) + inside("matches[].item", overlapText)
    private static let scoreHistogram = [
        Key("[].stage", "the stage"), Key("[].rule", "a rule that compares by score"),
        Key("[].scores[].from", "a score"), Key("[].scores[].below", "the score that follows; the last has 1 itself"),
        Key("[].scores[].dropped", "the questions that the rule dropped with a score between"),
    ]
    private static let synth = [
        Key("synthetic", "true"), Key("rows", "the questions that decontaminate will keep"),
        Key("seed", "the pool's seed"),
        Key("trace_scale", "the share of every trace that is written"), Key("version", "the version of the generator"),
        Key("out", "the pool's folder"), Key("bytes", "the size of its files"),
    ]
    private static let rules = [
        Key("[].stage", "the stage"), Key("[].name", "the rule, as recipes name it"),
        Key("[].action", "`drops` or `keeps`"), Key("[].when", "the condition"),
        Key("[].on_by_default", "whether it applies where a recipe names no rules; null if recipes do not name it"),
        Key("[].pattern", "what it finds, as a regular expression; null if no pattern says that"),
        Key("[].from", "where the rule is from; null if it is curate's own"),
        Key("[].example", "a text in which it finds something; null if it does not look at texts"),
    ]
    private static let tokens = [
        Key("tokens", "the number of tokens"), Key("ids[]", "with `--ids`, the tokens"),
    ]
}
