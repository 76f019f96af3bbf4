/// Exercises from olympiads and contests, grouped by source, each in the style of that source.
enum ContestExercises {
    private typealias A = Arithmetic

    /// Omni-MATH, with the path in its own classification.
    static let omni: [(path: String, template: Template)] = [
        (
            "Mathematics -> Number Theory -> Divisibility",
            Template("Number theory", [9000, 300]) { n in
                let (m, k) = (n[0] + 1000, n[1] + 7)
                return Exercise(
                    "Determine the number of multiples of $\(k)$ among the integers $\(m), \(m) + 1, \\dots, 3 \\cdot \(m)$ inclusive.",
                    3 * m / k - (m - 1) / k,
                    [
                        "Up to $3 \\cdot \(m) = \(3 * m)$ there are $\\lfloor \(3 * m) / \(k) \\rfloor = \(3 * m / k)$ multiples.",
                        "Those below $\(m)$ number $\((m - 1) / k)$ and do not count.",
                    ])
            }
        ),
        (
            "Mathematics -> Discrete Mathematics -> Combinatorics",
            Template("Combinatorics", [90, 120, 300]) { n in
                let (teams, rounds, points) = (n[0] + 4, n[1] + 1, n[2] + 2)
                let games = teams * (teams - 1) / 2 * rounds
                return Exercise(
                    "In a league of $\(teams)$ teams every two teams play $\(rounds)$ games against each other, and each game distributes $\(points)$ points between its two sides in some way. Determine the total of all points at the end of the season.",
                    games * points,
                    [
                        "There are $\\binom{\(teams)}{2} = \(teams * (teams - 1) / 2)$ pairs and so $\(games)$ games.",
                        "Each brings $\(points)$ points, however they are divided.",
                    ])
            }
        ),
        (
            "Mathematics -> Algebra -> Intermediate Algebra -> Inequalities",
            Template("Real functions", [300, 300, 40]) { n in
                let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "Positive reals $x$ and $y$ satisfy $xy = \(c * c * a * b)$. Find the minimum possible value of $\(a)x + \(b)y$.",
                    2 * a * b * c,
                    [
                        "The product of the two terms is $\(a) \\cdot \(b) \\cdot xy = \((a * b * c) * (a * b * c))$, whatever $x$ and $y$ are.",
                        "By the inequality of the means their sum is at least $2 \\cdot \(a * b * c)$, with equality for $\(a)x = \(b)y$.",
                    ])
            }
        ),
        (
            "Mathematics -> Geometry -> Plane Geometry -> Polygons",
            Template("Geometry", [400, 90, 90]) { n in
                let (sides, a, b) = (n[0] + 5, n[1] + 1, n[2] + 1)
                return Exercise(
                    "In a convex $\(sides)$-gon, $\(a)$ points are marked inside and $\(b)$ points on its boundary other than the vertices. The figure is cut into triangles whose vertices are exactly the vertices of the polygon and the marked points. Prove that the number of triangles does not depend on the way of cutting, and find it.",
                    2 * a + sides + b - 2,
                    [
                        "The angles of all triangles sum to $2\\pi a + \\pi b + \\pi(\(sides) - 2)$: an inner point contributes $2\\pi$, a boundary point $\\pi$.",
                        "Divided by $\\pi$ this is $2 \\cdot \(a) + \(b) + \(sides) - 2$.",
                    ])
            }
        ),
        (
            "Mathematics -> Discrete Mathematics -> Graph Theory",
            Template("Computer science", [60, 60, 300]) { n in
                let (a, b, c) = (n[0] + 3, n[1] + 3, n[2] + 1)
                return Exercise(
                    "A graph arises from the complete graph on $\(a)$ vertices and a cycle of length $\(b)$ by joining each vertex of the former to each vertex of the latter; then $\(c)$ isolated vertices are added. Find the number of its edges plus the number of its vertices.",
                    a * (a - 1) / 2 + b + a * b + a + b + c,
                    [
                        "Edges: $\(a * (a - 1) / 2)$ in the complete graph, $\(b)$ in the cycle and $\(a * b)$ between them.",
                        "Vertices: $\(a) + \(b) + \(c)$.",
                    ])
            }
        ),
        (
            "Mathematics -> Applied Mathematics -> Probability",
            Template("Probability theory and stochastic processes", [1500, 1500]) { n in
                let a = n[0] + 2, b = n[0] + n[1] + 2
                return Exercise(
                    "Alice draws one of the numbers $1, \\dots, \(a)$ at random, Bob independently one of the numbers $1, \\dots, \(b)$. With what probability is Bob's number strictly greater than that of Alice?",
                    2 * b - a - 1, over: 2 * b,
                    [
                        "If Alice has drawn $i$, Bob exceeds it with probability $(\(b) - i) / \(b)$.",
                        "The mean over $i = 1, \\dots, \(a)$ is $(\(b) - \\tfrac{\(a + 1)}{2}) / \(b)$.",
                    ])
            }
        ),
    ]

    /// OlympiadBench, with the subfield and the subject.
    static let olympiadBench: [(subfield: String, subject: String, template: Template)] = [
        (
            "Algebra", "Math",
            Template("Difference and functional equations", [200, 200, 90]) { n in
                let (a, b, x) = (n[0] + 2, n[1] + 1, n[2] + 2)
                return Exercise(
                    "A function $f$ on the integers fulfils $f(m + n) = f(m) + f(n) + \(a)mn$ for all $m, n$, and $f(1) = \(b)$. Calculate $f(\(x))$.",
                    x * b + a * x * (x - 1) / 2,
                    [
                        "Setting $n = 1$: $f(m + 1) - f(m) = \(b) + \(a)m$.",
                        "Summing from $m = 1$ to $\(x - 1)$ gives $f(\(x)) = \(x) \\cdot \(b) + \(a) \\cdot \(x * (x - 1) / 2)$.",
                    ])
            }
        ),
        (
            "Geometry", "Math",
            Template("Convex and discrete geometry", [90, 90, 90]) { n in
                let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "An ant walks on the surface of a box with edges $\(a)$, $\(a + b)$ and $\(a + b + c)$ from one corner to the opposite one. Give the square of the length of its shortest way.",
                    (2 * a + b) * (2 * a + b) + (a + b + c) * (a + b + c),
                    [
                        "Unfold two neighbouring faces into one rectangle; the shortest diagonal belongs to the longest edge alone against the sum of the other two.",
                        "The square is $(\(a) + \(a + b))^2 + \(a + b + c)^2$.",
                    ])
            }
        ),
        (
            "Mechanics", "Physics",
            Template("Mechanics of particles and systems", [200, 200, 40]) { n in
                let (m, k, g) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "A cart of mass $\(m)$ kg rolling at $\(m * g + k * g)$ m/s without friction strikes a cart of mass $\(k)$ kg at rest, and the two stay coupled. With which speed, in m/s, do they roll on?",
                    m * g,
                    [
                        "Momentum is conserved: $\(m) \\cdot \(m * g + k * g)$ kg m/s.",
                        "The coupled carts have the mass $\(m + k)$ kg, which gives $\(m) \\cdot \(g)$ m/s.",
                    ])
            }
        ),
        (
            "Thermodynamics", "Physics",
            Template("Classical thermodynamics, heat transfer", [300, 300, 9]) { n in
                let (a, b, k) = (n[0] + 1, n[1] + 1, n[2] + 2)
                return Exercise(
                    "An ideal engine works between reservoirs at $\(a + b)$ K and $\(a)$ K. How much work, in joules, does it deliver while it takes up $\(k * (a + b))$ J from the hotter one?",
                    k * b,
                    [
                        "Carnot's efficiency is $1 - \(a) / \(a + b) = \(b) / \(a + b)$.",
                        "Times $\(k * (a + b))$ J this is $\(k) \\cdot \(b)$ J.",
                    ])
            }
        ),
    ]

    static let aime: [Template] = [
        Template("Number theory", [900, 900], share: 3) { n in
            let (a, b) = (n[0] + 100, n[1] + 5)
            let total = (a * a * b) % 1000
            return Exercise(
                "Let $N$ be the number of ordered triples $(p, q, r)$ of integers with $1 \\leq p, q \\leq \(a)$ and $1 \\leq r \\leq \(b)$. Find the remainder when $N$ is divided by $1000$.",
                total,
                [
                    "The three numbers are chosen independently: $N = \(a)^2 \\cdot \(b) = \(a * a * b)$.",
                    "The last three digits are \(total).",
                ])
        },
        Template("Combinatorics", [1400, 40, 9], share: 2) { n in
            let (seats, k) = (n[0] + 60, n[1] % 3 + 2)
            let gap = n[1] / 3 + 1
            let free = seats - (k - 1) * gap
            let ways = A.binomial(max(free, k), k)
            return Exercise(
                "There are \(seats) seats in a row, and \(n[2] + 2) identical copies of this row. Find the last three digits of the number of ways to seat \(k) indistinguishable guests in one of the rows so that between any two neighbours at least \(gap) seats stay empty.",
                ways * (n[2] + 2) % 1000,
                [
                    "Take the $\(gap)$ seats behind every guest but the last away: $\(free)$ seats remain, and any $\(k)$ of them will do.",
                    "That gives $\\binom{\(free)}{\(k)} = \(ways)$ ways in each of the \(n[2] + 2) rows.",
                ])
        },
        Template("Geometry", [300, 300, 9], share: 2) { n in
            let (a, b, c) = (n[0] + 3, n[1] + 4, n[2] + 1)
            return Exercise(
                "In rectangle $EFGH$ with $EF = \(a)$ and $FG = \(b)$ point $K$ lies on diagonal $EG$ such that $EK : KG = 1 : \(c)$. The area of triangle $KFG$ equals $\\tfrac{m}{n}$ with coprime positive integers $m, n$. Find $m + n$.",
                { (c * a * b) / A.gcd(c * a * b, 2 * (c + 1)) + 2 * (c + 1) / A.gcd(c * a * b, 2 * (c + 1)) }(),
                [
                    "Triangle $EFG$ has area $\\tfrac{\(a * b)}{2}$, and $KFG$ has the share $\\tfrac{\(c)}{\(c + 1)}$ of it.",
                    "So the area is $\\tfrac{\(c * a * b)}{\(2 * (c + 1))}$, which is then reduced.",
                ])
        },
        Template("Probability theory and stochastic processes", [500, 500, 6]) { n in
            let (a, b) = (n[0] + 5, n[1] + 7)
            let (x, y) = (a * b, (a + b) * (a + b - 1) / 2)
            let g = A.gcd(x, y)
            return Exercise(
                "A drawer contains \(a) black and \(b) white socks, and \(n[2] + 1) hats. Two socks are taken out at random. The probability that they differ in colour is $\\tfrac{m}{n}$ in lowest terms. Find $m + n$ plus the number of hats.",
                x / g + y / g + n[2] + 1,
                [
                    "There are $\(a) \\cdot \(b) = \(x)$ mixed pairs among $\(y)$ pairs.",
                    "In lowest terms this is $\\tfrac{\(x / g)}{\(y / g)}$.",
                ])
        },
        Template("Sequences, series, summability", [800, 90, 30]) { n in
            let (first, step, count) = (n[0] + 1, n[1] + 1, n[2] + 12)
            let sum = count * (2 * first + (count - 1) * step) / 2
            return Exercise(
                "The terms of an arithmetic progression are $\(first), \(first + step), \\dots$ and it has $\(count)$ terms. Let $S$ be their sum. Find the remainder when $S$ is divided by $1000$.",
                sum % 1000,
                [
                    "The last term is $\(first + (count - 1) * step)$.",
                    "The sum is $\(count)$ times the mean of the first and last: $\(sum)$.",
                ])
        },
    ]

    /// Proof-style exercises in probability, as in qualifying examinations.
    static let prob: [Template] = [
        Template("Probability theory and stochastic processes", [400, 400, 20]) { n in
            let (a, b) = (n[0] + 2, n[1] + 2)
            return Exercise(
                "Let $X$ and $Y$ be independent exponential random variables with means $\(a)$ and $\(b)$. Show that $\\min(X, Y)$ is exponential and determine its rate, multiplied by $\(a * b * (n[2] + 1))$.",
                (a + b) * (n[2] + 1),
                [
                    "$P(\\min(X, Y) > t) = e^{-t/\(a)} e^{-t/\(b)}$.",
                    "So the rate is $\\tfrac{1}{\(a)} + \\tfrac{1}{\(b)} = \\tfrac{\(a + b)}{\(a * b)}$.",
                ])
        },
        Template("Probability theory and stochastic processes", [300, 300, 30]) { n in
            let (a, b, t) = (n[0] + 1, n[1] + 1, n[2] + 1)
            return Exercise(
                "A simple symmetric random walk starts at $0$ and stops when it first hits $-\(a)$ or $\(b)$. Using martingales, derive the expectation of the stopping time, plus $\(t)$.",
                a * b + t,
                [
                    "$S_n^2 - n$ is a martingale, so $E[T] = E[S_T^2]$.",
                    "The walk ends at $\(b)$ with probability $\\tfrac{\(a)}{\(a + b)}$, hence $E[S_T^2] = \(a) \\cdot \(b)$.",
                ])
        },
        Template("Measure and integration", [500, 500, 6]) { n in
            let (a, b) = (n[0] + 2, n[1] + 2)
            return Exercise(
                "On a probability space let $A_1, \\dots, A_{\(a)}$ be independent events of probability $\\tfrac{1}{\(b)}$ each. Establish the variance of the number of those that occur, and state it multiplied by $\(b * b * (n[2] + 1))$.",
                a * (b - 1) * (n[2] + 1),
                [
                    "An indicator has the variance $\\tfrac{1}{\(b)} \\cdot \\tfrac{\(b - 1)}{\(b)}$.",
                    "By independence the \(a) variances add.",
                ])
        },
    ]
}
