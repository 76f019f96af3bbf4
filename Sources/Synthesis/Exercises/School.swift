/// Exercises in the style of school competitions: the seven subjects of the second-largest source.
enum SchoolExercises {
    private typealias A = Arithmetic

    /// A subject with its name in the source.
    static let subjects: [(name: String, template: Template)] = [
        (
            "Algebra",
            Template("Field theory and polynomials", [60, 90, 400, 3], share: 3) { n in
                let (r, s, k) = (n[0] + 1, n[0] + n[1] + 2, n[2] + 1)
                let (b, c) = (k * (r + s), k * r * s)
                return Exercise(
                    "The quadratic $\(k)x^2 - \(b)x + \(c)$ has two real roots. Find the value of the larger root plus \(n[3] + 1).",
                    s + n[3] + 1,
                    [
                        "Factor out $\(k)$: what remains is $x^2 - \(r + s)x + \(r * s)$.",
                        "Two numbers with sum $\(r + s)$ and product $\(r * s)$ are $\(r)$ and $\(s)$.",
                        "The larger one is $\(s)$.",
                    ])
            }
        ),
        (
            "Intermediate Algebra",
            Template("Field theory and polynomials", [60, 60, 60, 30], share: 2) { n in
                let (a, b, c, x) = (n[0] + 1, n[1] + 1, n[2] + 1, n[3] + 2)
                let value = ((x + a) * x + b) * x + c
                return Exercise(
                    "Find the remainder when the polynomial $p(t) = t^3 + \(a)t^2 + \(b)t + \(c)$ is divided by $t - \(x)$.",
                    value,
                    [
                        "By the remainder theorem the remainder is $p(\(x))$.",
                        "Horner's scheme: $\(x) + \(a) = \(x + a)$, then $\(x + a) \\cdot \(x) + \(b) = \((x + a) * x + b)$, then $\((x + a) * x + b) \\cdot \(x) + \(c) = \(value)$.",
                    ])
            }
        ),
        (
            "Prealgebra",
            Template("Mathematics education", [900, 90, 90], share: 2) { n in
                let (price, percent, count) = (n[0] + 5, n[1] + 5, n[2] + 2)
                return Exercise(
                    "A shop sells pencils at \(100 * price) cents per box. How many cents do \(count) boxes cost in all if a discount of \(percent)\\% is given on each box?",
                    count * price * (100 - percent),
                    [
                        "After the discount a box costs $\(100 * price) \\cdot \(100 - percent) / 100 = \(price * (100 - percent))$ cents.",
                        "$\(count)$ boxes cost $\(count)$ times as much.",
                    ])
            }
        ),
        (
            "Number Theory",
            Template("Number theory", [6000, 900], share: 2) { n in
                let (a, base) = (n[0] + 300, n[1] % 7 + 3)
                let shown = n[1] / 7 + 2
                var (digits, rest) = (0, a * shown)
                while rest > 0 {
                    digits += rest % base
                    rest /= base
                }
                return Exercise(
                    "The product of \(a) and \(shown) is written in base \(base). What is the sum of its digits in that base?",
                    digits,
                    [
                        "The product is $\(a) \\cdot \(shown) = \(a * shown)$.",
                        "Divide by $\(base)$ again and again and add up the remainders: they sum to $\(digits)$.",
                    ])
            }
        ),
        (
            "Precalculus",
            Template("Real functions", [90, 90, 90, 6], share: 2) { n in
                let (a, b, d) = (n[0] + 1, n[1] + 1, n[2] + 1)
                let (x, y) = (a * d - b * b, n[3] + 2)
                return Exercise(
                    "Let $\\mathbf{M}$ be the matrix $\\begin{pmatrix} \(a) & \(b) \\\\ \(b) & \(d) \\end{pmatrix}$. Compute the determinant of $\(y)\\mathbf{M}$.",
                    y * y * x,
                    [
                        "The determinant of $\\mathbf{M}$ is $\(a) \\cdot \(d) - \(b)^2 = \(x)$.",
                        "The factor $\(y)$ stands in both rows, so it counts twice: $\(y)^2 \\cdot (\(x))$.",
                    ])
            }
        ),
        (
            "Geometry",
            Template("Geometry", [180, 180, 180], share: 2) { n in
                let (a, b, h) = (2 * n[0] + 2, 2 * n[1] + 4, n[2] + 1)
                return Exercise(
                    "Trapezoid $ABCD$ has parallel sides $AB = \(a)$ and $CD = \(b)$, and its height is \(h). What is the area of the trapezoid, in square units?",
                    (a + b) / 2 * h,
                    [
                        "The midline is $(\(a) + \(b)) / 2 = \((a + b) / 2)$.",
                        "The area is midline times height, $\((a + b) / 2) \\cdot \(h)$.",
                    ])
            }
        ),
        (
            "Counting & Probability",
            Template("Combinatorics", [14, 2000, 150], share: 2) { n in
                let (k, flavours, cups) = (n[0] % 3 + 2, n[1] + 12, n[2] + 1)
                let extra = n[0] / 3
                let ways = A.binomial(flavours, k)
                return Exercise(
                    "An ice cream parlour has \(flavours) flavours, \(cups) kinds of cup and \(extra + 1) toppings. How many different orders of \(k) different flavours, one cup and one topping are there if the order of flavours does not matter?",
                    ways * cups * (extra + 1),
                    [
                        "The flavours can be chosen in $\\binom{\(flavours)}{\(k)} = \(ways)$ ways.",
                        "Cups and toppings multiply this by $\(cups)$ and $\(extra + 1)$.",
                    ])
            }
        ),
    ]

    static let all: [Template] = subjects.map(\.template)
}
