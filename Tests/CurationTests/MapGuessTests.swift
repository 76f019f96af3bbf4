import Bytes
import TestSupport
import Testing

@testable import Recipes

@Suite("The guess of a map")
struct MapGuessTests {
    /// Rows as datasets have them, and the map that is expected, a line for each target.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let rows: [JSON]
        let map: [String]

        init(_ name: String, _ rows: [JSON], _ map: [String]) { (self.name, self.rows, self.map) = (name, rows, map) }

        var testDescription: String { name }
    }

    @Test(
        "a name that says the opposite is no outcome",
        arguments: [
            ("incorrect", false), ("is_incorrect", false), ("isIncorrect", false), ("is_unsolved", false),
            ("qwen_not_correct", false), ("failed", false), ("correct", true), ("darwin_correct", true),
            ("is_solved", true), ("nothing_solved", true),
        ])
    func negated(_ name: String, _ isOutcome: Bool) {
        let rows: [JSON] = [true, false].map { .object(["question": "Why?", name: .bool($0)]) }
        let targets = MapGuess(rows: rows).map?.map(\.target) ?? []
        #expect(targets.contains { $0.hasPrefix("outcomes.") } == isOutcome)
    }

    @Test(
        "lengths beyond the bytes of their traces are impossible, also if their sum is no number",
        arguments: [
            ([4, 4], nil), ([6, 1], nil), ([0, 8], nil), ([8, 1], "tokens"), ([Int.max, Int.max], "tokens"),
        ] as [([Int], String?)])
    func lengths(_ lengths: [Int], _ expected: String?) {
        let rows = lengths.map { ["question": "Why?", "reasoning": "So.?", "tokens": JSON($0)] as JSON }
        #expect(MapGuess(rows: rows).impossibleLength == expected)
    }

    private static func lines(_ rows: [JSON]) -> [String]? {
        MapGuess(rows: rows).map?.map { "\($0.target): \($0.template)" }
    }

    static let cases = [
        Case(
            "competition mathematics",
            [["problem": "1+1?", "level": "Level 5", "type": "Algebra", "solution": "It is \\boxed{2}."]],
            ["question: {problem}", "solution: {solution}", "domain: {type}"]),
        Case(
            "grade school mathematics", [["question": "How many?", "answer": "4 #### 4"]],
            ["question: {question}", "solution: {answer}"]),
        Case(
            "an instruction with an input",
            [
                ["instruction": "Add.", "input": "1 2", "output": "3"],
                ["instruction": "Say hi.", "input": "", "output": "Hi"],
            ],
            ["question: {instruction}\n\n{input?}", "solution: {output}"]),
        Case(
            "reasoning apart from the answer",
            [["input": "Why?", "reasoning": "Because of this.", "answer": "So.", "topic": "Logic", "tokens": 4]],
            [
                "question: {input}", "solution: {answer}", "thinking_trajectories: {reasoning}", "domain: {topic}",
                "trace_tokens: {tokens}",
            ]),
        Case(
            "a response with its reasoning in it",
            [["prompt": "Why?", "response": "<think>\nHm.\n</think>\n\nSo.", "source": "forum"]],
            [
                "question: {prompt}",
                "thinking_trajectories: {response|after:<think>|before:</think>|trim}",
                "attempt: {response|after:</think>|trim}", "source_type: {source}",
            ]),
        Case(
            "several generations, and whether each is right",
            [
                [
                    "problem": "1+1?", "answer": "2", "generations": ["<think>a</think>2", "<think>b</think>3"],
                    "correctness_math_verify": [true, false],
                ]
            ],
            [
                "question: {problem}", "solution: {answer}",
                "thinking_trajectories: {generations|first|after:<think>|before:</think>|trim}",
                "attempt: {generations|first|after:</think>|trim}",
                "outcomes.teacher: {correctness_math_verify|first}",
            ]),
        Case(
            "messages with a role and a content",
            [
                [
                    "messages": [
                        ["role": "system", "content": "Think."], ["role": "user", "content": "1+1?"],
                        ["role": "assistant", "content": "<think>one</think>2"],
                    ]
                ]
            ],
            [
                "question: {messages[role=user].content|first}",
                "thinking_trajectories: {messages[role=assistant].content|first|after:<think>|before:</think>|trim}",
                "attempt: {messages[role=assistant].content|first|after:</think>|trim}",
            ]),
        Case(
            "conversations with a sender and a value",
            [["conversations": [["from": "human", "value": "1+1?"], ["from": "gpt", "value": "2"]]]],
            [
                "question: {conversations[from=human].value|first}", "solution: {conversations[from=gpt].value|first}",
            ]),
        Case(
            "messages with the reasoning beside the content",
            [
                [
                    "messages": [
                        ["role": "user", "content": "1+1?"],
                        ["role": "assistant", "content": "2", "reasoning_content": "one and one"],
                    ]
                ]
            ],
            [
                "question: {messages[role=user].content|first}",
                "thinking_trajectories: {messages[role=assistant].reasoning_content?|first}",
                "attempt: {messages[role=assistant].content|first}",
            ]),
        Case(
            "a prompt that is a list of messages, and a reference within an object",
            [
                [
                    "data_source": "gsm", "prompt": [["role": "user", "content": "1+1?"]], "ability": "math",
                    "reward_model": ["ground_truth": "2", "style": "rule"],
                ]
            ],
            [
                "question: {prompt[role=user].content|first}", "solution: {reward_model.ground_truth}",
                "source_type: {data_source}", "domain: {ability}",
            ]),
        Case(
            "a passage, a question and options",
            [["passage": "Long ago.", "question": "When?", "options": ["(A) x", "(B) y"], "label": "A"]],
            ["question: {passage?}\n\n{question}\n{options?|lines}", "solution: {label}"]),
        Case(
            "a title above a body in HTML", [["@Title": "Hops", "@Body": "<p>What are hops?</p>", "@Id": "1"]],
            ["question: {@Title}\n\n{@Body?|text}"]),
        Case(
            "outcomes of a teacher and of others",
            [
                [
                    "question": "1+1?", "deepseek_reasoning": "one", "deepseek_attempt": "2", "deepseek_correct": true,
                    "qwen_7b_correct": false,
                ]
            ],
            [
                "question: {question}", "thinking_trajectories: {deepseek_reasoning}", "attempt: {deepseek_attempt}",
                "outcomes.teacher: {deepseek_correct}", "outcomes.qwen-7b: {qwen_7b_correct}",
            ]),
        Case(
            "whether a model was right, in a field that names only the model",
            [["question": "a", "small_model": false, "big model": true, "model": "x", "the_model": "y"]],
            ["question: {question}", "outcomes.small: {small_model}", "outcomes.big: {big model}"]),
        Case(
            "options that no row has, and a reference within an object that comes after one at the top",
            [["question": "a", "options": nil, "other": ["solution": "long"], "label": "A"]],
            ["question: {question}", "solution: {label}"]),
        Case(
            "elements of XML with a text each",
            [["questiontext": ["@format": "html", "text": "a?"], "name": ["text": "n"]]],
            ["question: {questiontext.text}"]),
        Case(
            "lists that were stored as text",
            [["problem": "a", "reasoning": "['First.', 'Then.']"], ["problem": "b", "reasoning": "['x']"]],
            ["question: {problem}", "thinking_trajectories: {reasoning|python}"]),
        Case(
            "lists that were stored as JSON", [["problem": "a", "reasoning": "[\"First.\", \"Then.\"]"]],
            ["question: {problem}", "thinking_trajectories: {reasoning|json}"]),
        Case(
            "a field that some rows lack", [["question": "a", "answer": "1"], ["question": "b"]],
            ["question: {question}", "solution: {answer?}"]),
        Case(
            "names in capitals and with spaces",
            [["Question": "a?", "Answer": 11760, "Sub Field": "x", "field": "Math"]],
            ["question: {Question}", "solution: {Answer}", "domain: {field}"]),
        Case(
            "names that no placeholder can have", [["question": "a?", "answer?": "1", "{x}": "y", "a|b": "z"]],
            ["question: {question}"]),
        Case("no known name", [["n": 1, "abc": "short", "xyz": "rather a long text"]], ["question: {xyz}"]),
        Case("texts", ["What is one?", "What is two?"], ["question: {.}"]),
        Case("nothing that is text", [["n": 1], ["n": 2]], []),
        Case("no rows", [], []),
    ]

    @Test("knows the shapes of datasets", arguments: cases)
    func shapes(_ example: Case) {
        let found = Self.lines(example.rows) ?? []
        #expect(Set(found) == Set(example.map))
        #expect(found.count == example.map.count)
    }

    @Test("lists targets in the order of a line of the pool")
    func order() {
        let rows: [JSON] = [["tokens": 3, "topic": "x", "reasoning": "abc", "answer": "1", "question": "a"]]
        #expect(
            MapGuess(rows: rows).map?.map(\.target)
                == ["question", "solution", "thinking_trajectories", "domain", "trace_tokens"])
    }

    @Test("needs no map for rows with the columns of the published s1K")
    func published() {
        let row: JSON = [
            "solution": "1", "question": "a", "cot_type": "math", "source_type": "x", "metadata": "{}", "cot": nil,
            "thinking_trajectories": ["t"], "attempt": "1", "gemini_length": 3, "isqwen7bcorrect": false,
        ]
        let guess = MapGuess(rows: [row])
        #expect(guess.map == nil)
        #expect(guess.targets.isSuperset(of: ["question", "trace_tokens", "thinking_trajectories"]))
        #expect(!guess.targets.contains("domain") && guess.solvers == ["qwen2.5-7b-instruct"])
    }

    @Test("takes no label that every question has for itself, and none that is long")
    func labels() {
        let many: [JSON] = (0..<40).map { ["question": .string("q\($0)"), "topic": .string("topic \($0)")] }
        #expect(Self.lines(many) == ["question: {question}"])
        let few: [JSON] = (0..<40).map { ["question": .string("q\($0)"), "topic": .string("topic \($0 % 20)")] }
        #expect(Self.lines(few) == ["question: {question}", "domain: {topic}"])
        let long = String(repeating: "x", count: 201)
        #expect(Self.lines([["question": "q", "topic": .string(long)]]) == ["question: {question}"])
    }

    @Test("takes a rate for no outcome")
    func rates() {
        #expect(
            Self.lines([["question": "q", "solved": .number("0.25")], ["question": "r", "solved": 1]]) == [
                "question: {question}"
            ])
        #expect(Self.lines([["question": "q", "solved": 0], ["question": "r", "solved": 1]])?.count == 2)
    }

    @Test(
        "notes a length of more tokens than the trace has bytes",
        arguments: [(3, nil), (4, "tokens")] as [(Int, String?)])
    func lengths(_ tokens: Int, _ expected: String?) {
        let guess = MapGuess(rows: [["question": "q", "trace": "abc", "tokens": JSON(tokens)]])
        #expect(guess.impossibleLength == expected)
        #expect(guess.targets.contains("trace_tokens"))
    }

    @Test("counts the responses that were cut")
    func cut() {
        let guess = MapGuess(rows: [["q": "a", "response": "<think>x</think>y"], ["q": "b", "response": "<think>x"]])
        #expect(
            guess.responsesCut?.field == "response" && guess.responsesCut?.count == 1 && guess.responsesCut?.of == 2)
    }

    @Test("notes conversations with several turns")
    func turns() {
        let turn: JSON = ["role": "user", "content": "a"]
        #expect(MapGuess(rows: [["messages": [turn, turn]]]).severalTurns == "messages")
        #expect(MapGuess(rows: [["messages": [turn]]]).severalTurns == nil)
    }

    @Test("knows attempts of models that each row names")
    func attempts() {
        let rows: [JSON] = ["a", "b"].map {
            ["question": "q", "model": .string($0), "correct": false, "response": "x"]
        }
        let attempt = MapGuess(rows: rows).attempt
        #expect(attempt?.model == "{model}" && attempt?.correct == "{correct}" && attempt?.models == ["a", "b"])
        #expect(MapGuess(rows: [["question": "q", "model": "a", "correct": true, "reasoning": "t"]]).attempt == nil)
        #expect(MapGuess(rows: [["question": "q", "correct": true]]).attempt == nil)
    }

    @Test("notes a question that rows lack, so that these are left out")
    func sparse() throws {
        let lacking: [([JSON], Bool?)] = [
            ([["Title": "a", "n": 1], ["n": 2]], false), ([["Title": "a"], ["Title": nil]], false),
            ([["Title": "a"], ["Title": " \n"]], true), ([["Title": "a"], ["Title": ""], [:]], true),
            ([["Title": "a"], ["Title": "b"]], nil),
        ]
        for (rows, isBlank) in lacking {
            let sparse = MapGuess(rows: rows).sparseQuestion
            #expect(sparse?.isBlank == isBlank && sparse?.field == isBlank.map { _ in "Title" })
        }
        // The rows behind a sample may lack what all of the sample have, but for the question.
        let rows: [JSON] = [["problem": "a", "answer": "1"], ["problem": "b", "answer": "2"]]
        for (areAll, answer) in [(true, "{answer}"), (false, "{answer?}")] {
            let map = try #require(MapGuess(rows: rows, areAll: areAll).map)
            #expect(map.first { $0.target == "question" }?.template == "{problem}")
            #expect(map.first { $0.target == "solution" }?.template == answer)
        }
    }

    @Test("lists the fields that remain metadata")
    func unused() {
        #expect(MapGuess(rows: [["question": "q", "id": 1, "answer": "a", "url": "x"]]).unused == ["id", "url"])
    }
}
