/// Exercises outside mathematics and science: reading, logic, crosswords, programming, teasers.
enum LanguageAndCodeExercises {
    private static let people = [
        "Anna", "Bela", "Chidi", "Dora", "Emil", "Fatma", "Goro", "Hana", "Igor", "Jun", "Karim", "Lea", "Mina", "Nils",
        "Olga", "Pablo",
        "Qi", "Rosa", "Sven", "Tariq", "Uma", "Vera", "Wen", "Xenia", "Yusuf", "Zofia", "Arne", "Bao", "Cleo", "Deniz",
    ]
    private static let towns = [
        "Aarhus", "Bergen", "Cork", "Dakar", "Esfahan", "Faro", "Graz", "Haifa", "Izmir", "Jaipur", "Kyoto", "Lima",
        "Malm\u{F6}", "Nantes",
        "Oulu", "Porto", "Quito", "Riga", "Split", "Turku", "Utrecht", "Varna", "Wuhan", "York", "Z\u{FC}rich", "Accra",
        "Bursa", "Cuenca",
    ]

    /// AGIEval, with the task; questions consist of a passage and a question.
    static let agiEval: [(task: String, template: Template)] = [
        (
            "sat-math",
            Template("Mathematics education", [300, 90, 90]) { n in
                let (a, b, x) = (n[0] + 2, n[1] + 1, n[2] + 1)
                return Exercise(
                    "If $\(a)(w - \(b)) = \(a * x)$, which of these is the value of $w$?", b + x,
                    ["Divide both sides by \(a): w - \(b) = \(x).", "Add \(b)."])
            }
        ),
        (
            "logiqa-en",
            Template("Mathematical logic and foundations", [28, 28, 28, 28, 20]) { n in
                let p = people[n[0]], town = towns[n[2]], other = towns[n[3]]
                let q = people[(n[0] + n[1] + 1) % 30]
                return Exercise(
                    "Everyone who works in \(town) owns a bicycle, and nobody who lives in \(other) owns one. \(p) owns \(n[4] + 2) bicycles; \(q) lives in \(other).\n\nWho, according to these statements alone, certainly does not work in \(town)?",
                    text: "\(q)", slip: "\(p)",
                    [
                        "\(q) lives in \(other) and so owns no bicycle.",
                        "Whoever works in \(town) owns one; so \(q) does not work there. Of \(p) nothing follows.",
                    ])
            }
        ),
        (
            "lsat-ar",
            Template("Logic puzzles", [30, 28, 90, 20]) { n in
                let (k, m) = (n[2] + 5, n[3] + 1)
                let p = people[n[0]], q = people[(n[0] + n[1] + 1) % 30]
                return Exercise(
                    "A choir of \(k) singers stands in a line to be photographed. \(p) must stand next to \(q), and the picture is taken on day \(m) of the tour.\n\nFor how many pairs of neighbouring places can \(p) and \(q) be considered, if their order matters?",
                    2 * (k - 1),
                    [
                        "A line of \(k) places has \(k - 1) pairs of neighbours.",
                        "Either of the two can stand on the left, which doubles the number.",
                    ])
            }
        ),
        (
            "sat-en",
            Template("Reading comprehension", [30, 28, 28, 40, 20]) { n in
                let p = people[n[0]], a = towns[n[1]]
                let b = towns[n[2]]
                let (days, letters) = (n[3] + 2, n[4] + 1)
                return Exercise(
                    "\(p) left \(a) in the rain and reached \(b) only after \(days) days, by which time the river had risen and the bridge was closed. \u{201C}Had I waited,\u{201D} \(p) wrote in one of \(letters) letters home, \u{201C}I should be waiting still.\u{201D}\n\nThe passage suggests that the traveller regards the early departure as",
                    text: "justified", slip: "regretted",
                    [
                        "\(p) says that waiting would have meant waiting still.",
                        "So leaving early was the better choice in the writer's eyes: it was justified.",
                    ])
            }
        ),
    ]

    /// Crosswords, in which the answer follows from arithmetic on letters in the clue.
    static let crossword: [Template] = [
        Template("Language", [30, 28, 28, 100]) { n in
            let p = people[n[0]], a = towns[n[1]]
            let first = String(p.unicodeScalars.prefix(1)), rest = String(a.unicodeScalars.dropFirst())
            return Exercise(
                "\(p)'s initial takes the lead of \(a), seen from \(towns[n[2]]) in \(1900 + n[3]) (\(first.count + rest.unicodeScalars.count))",
                text: "\((first + rest).uppercased())", slip: "\(rest.uppercased())",
                [
                    "The initial is \(first).",
                    "It replaces the first letter of \(a), which gives \((first + rest).uppercased()).",
                ])
        },
        Template("Language", [30, 28, 30, 100]) { n in
            let p = people[n[0]]
            let reversed = String(String.UnicodeScalarView(p.unicodeScalars.reversed()))
            return Exercise(
                "Turned back, \(p) returns to \(towns[n[1]]) with \(people[n[2]]), \(n[3] + 2) across (\(reversed.unicodeScalars.count))",
                text: "\(reversed.uppercased())", slip: "\(towns[n[1]].uppercased())",
                [
                    "\u{201C}Turned back\u{201D} asks for the letters in reverse.",
                    "\(p) backwards is \(reversed.uppercased()).",
                ])
        },
    ]

    /// Programming contests: two sources with different styles.
    static let usaco: [Template] = [
        Template("Computer science", [900, 900]) { n in
            let (a, b) = (n[0] + 2, n[1] + 2)
            return Exercise(
                "Farmer Nhoj lines up his cows $1 \\dots N$ with $1 \\le N \\le \(a * 100)$. Cow $i$ gives $\(b)i$ litres of milk. A pail is filled by consecutive cows, and its content may not exceed $M$ litres.\n\nINPUT FORMAT: one line with $N$ and $M$.\nOUTPUT FORMAT: the smallest number of pails.\n\nSAMPLE INPUT:\n4 \(4 * b)\nSAMPLE OUTPUT:\n3",
                text: "Fill each pail greedily from the left: a cow that no longer fits begins the next pail.",
                slip: "Fill each pail with as few cows as possible.",
                [
                    "Cows of one pail are neighbours, so only the cuts between pails matter.",
                    "Beginning a new pail as late as possible never hurts later pails: the greedy way is optimal and takes one pass.",
                ])
        },
        Template("Computer science", [900, 900]) { n in
            let (a, b) = (n[0] + 2, n[1] + 2)
            return Exercise(
                "Bessie stands at barn $0$ on a ring of $K$ barns ($K \\le \(a * 1000)$) and hops clockwise by $\(b)$ barns at a time, or back by one.\n\nINPUT FORMAT: two integers, $K$ and the goal.\nOUTPUT FORMAT: the least number of hops to the goal.\n\nSAMPLE INPUT:\n7 \(b % 7)\nSAMPLE OUTPUT:\n1",
                text: "Breadth-first search over the barns, two edges a barn.",
                slip: "Always hop clockwise until the goal is passed, then go back.",
                [
                    "The barns are nodes of a graph with two outgoing edges each.",
                    "All hops cost the same, so breadth-first search finds the least number in time linear in $K$.",
                ])
        },
    ]

    static let liveCode: [(title: String, template: Template)] = [
        (
            "Quiet Pairs",
            Template("Computer science", [900, 900]) { n in
                let (a, b) = (n[0] + 3, n[1] + 2)
                return Exercise(
                    "You are given an array `nums` and the integers `k = \(a)` and `gap = \(b)`. A pair (i, j) with i < j is called quiet if j - i <= gap and nums[i] + nums[j] is divisible by k. Return the number of quiet pairs.\n\nConstraints: 1 <= nums.length <= 10^5.",
                    text: "Slide a window of gap places and count residues modulo k in it.",
                    slip: "Count residues modulo k over the whole array.",
                    [
                        "For every j the partners are those among the last \(b) places whose residue completes that of nums[j] to a multiple of \(a).",
                        "A table of the residues in the window answers this in constant time a step.",
                    ])
            }
        ),
        (
            "Patient Elevator",
            Template("Computer science", [900, 900]) { n in
                let (a, b) = (n[0] + 2, n[1] + 2)
                return Exercise(
                    "An elevator with room for \(a) persons serves floors 0 to \(b). The list `calls` holds pairs (from, to) in the order in which people queue. It may pass a floor without stopping but never overtakes the queue. Return the least total number of floors travelled.",
                    text:
                        "Dynamic programming over the queue: the best cost of serving the first i persons, the last trip taking any \(a) of them.",
                    slip: "Serve every person in a trip of their own.",
                    [
                        "A trip serves a run of at most \(a) persons of the queue.",
                        "The cost of a run is what its extreme floors demand, so the best cost of a prefix follows from shorter ones.",
                    ])
            }
        ),
    ]

    static let teasers: [Template] = [
        Template("Logic puzzles", [28, 300, 40]) { n in
            let p = people[n[0]]
            let (socks, colours) = (n[1] + 5, n[2] + 2)
            return Exercise(
                "In the dark \(p) reaches into a bag of \(socks * colours) gloves, equally many of each of \(colours) colours and all fitting either hand. What is the fewest that must come out to be sure of two of one colour, and how many gloves then stay in the bag?",
                socks * colours - colours - 1,
                [
                    "With \(colours) gloves all colours may differ; one more makes a pair certain: \(colours + 1).",
                    "That leaves \(socks * colours) - \(colours + 1) in the bag.",
                ])
        },
        Template("Logic puzzles", [28, 300, 40]) { n in
            let p = people[n[0]]
            let (height, up) = (n[1] + 10, n[2] + 2)
            let days = height - up <= 0 ? 1 : height - up + 1
            return Exercise(
                "\(p)'s snail climbs \(up) metres by day and slips back \(up - 1) metres by night. On which day does it first look over the rim of a well \(height) metres deep?",
                days,
                [
                    "Each full day and night gains one metre.",
                    "After \(days - 1) nights it stands at \(days - 1) metres, and the next climb of \(up) metres reaches the rim.",
                ])
        },
    ]

    /// The exercises of the benchmarks, in a style unlike that of the sources.
    static let benchmarks: [Template] = [
        Template("Number theory", [200, 200]) { n in
            let (a, b) = (n[0] + 3, n[1] + 3)
            return Exercise(
                "A clockmaker winds one clock every \(a) hours and a second clock every \(b) hours, starting with both at noon on a Monday. After how many hours will both clocks be wound at the same moment again?",
                Arithmetic.lcm(a, b),
                [
                    "The moments are multiples of \(a) and of \(b).",
                    "Their least common multiple is \(Arithmetic.lcm(a, b)).",
                ])
        },
        Template("Geometry", [200, 200]) { n in
            let (a, b) = (n[0] + 2, n[1] + 2)
            return Exercise(
                "A gardener lays a stone path of width \(a) metres around a square lawn whose sides measure \(b) metres. How many square metres of stone does the gardener need for the whole path?",
                4 * a * (a + b),
                [
                    "The outer square has sides of \(b + 2 * a) metres.",
                    "Its area less that of the lawn is \(4 * a * (a + b)) square metres.",
                ])
        },
        Template("Combinatorics", [40, 40]) { n in
            let (a, b) = (n[0] + 2, n[1] + 2)
            return Exercise(
                "A bakery sells \(a) sorts of bread and \(b) sorts of cake. A customer takes home either one bread and one cake of any sort, or two different sorts of bread. How many different purchases can the customer make?",
                a * b + a * (a - 1) / 2, ["Bread and cake: \(a * b).", "Two breads: \(a * (a - 1) / 2)."])
        },
    ]
}
