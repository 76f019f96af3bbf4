/// Exercises in geometry, topology, combinatorics and probability for the largest source.
enum GeometryAndChanceExercises {
    private typealias A = Arithmetic

    static let all: [Template] = [
        Template("Combinatorics", [30, 30, 6, 6], share: 4) { n in
            let (w, m) = (n[0] + 8, n[1] + 8)
            let (j, rest) = (n[2] + 1, n[3] + 1)
            let (x, y) = (A.binomial(w, j), A.binomial(m, rest))
            return Exercise(
                "From \(w) women and \(m) men a committee of \(j + rest) is chosen that has exactly \(j) women. How many choices are there?",
                x * y,
                [
                    "The women can be chosen in $\\binom{\(w)}{\(j)} = \(x)$ ways.",
                    "The remaining \(rest) places go to men in $\\binom{\(m)}{\(rest)} = \(y)$ ways.",
                    "The product is $\(x * y)$.",
                ])
        },
        Template("Combinatorics", [400, 400, 60], share: 3) { n in
            let (a, b) = (n[0] + 20, n[1] + 20)
            let d = n[2] + 3
            let both = a / d * (b / d)
            return Exercise(
                "A rectangle of $\(a) \\times \(b)$ unit squares is given, its rows and columns numbered from 1. In how many squares is neither the number of the row nor that of the column a multiple of \(d)?",
                (a - a / d) * (b - b / d),
                [
                    "Of the \(a) rows \(a / d) have a number that \(d) divides, of the \(b) columns \(b / d).",
                    "That leaves $\(a - a / d) \\cdot \(b - b / d)$ squares; \(both) squares have both numbers divisible.",
                ])
        },
        Template("Mathematical logic and foundations", [7, 7, 7, 30, 200]) { n in
            let (a, b, c) = (n[0] + 2, n[1] + 2, n[2] + 1)
            let (k, m) = (n[3] + 1, n[4] + 1)
            let count = (A.power(2, a) - 1) * (A.power(2, b) - 1) * A.power(2, c)
            return Exercise(
                "A formula joins by \u{2227} a disjunction of \(a) variables and a disjunction of \(b) others; \(c) further variables do not occur in it. How many assignments of all variables satisfy it? Give \(k) times their number plus \(m).",
                k * count + m,
                [
                    "A disjunction of \(a) variables fails for one assignment only, so $2^{\(a)} - 1 = \(A.power(2, a) - 1)$ satisfy it; likewise \(A.power(2, b) - 1) for the other.",
                    "The free variables give a factor $2^{\(c)} = \(A.power(2, c))$; in all \(count) assignments.",
                    "Then $\(k) \\cdot \(count) + \(m) = \(k * count + m)$.",
                ])
        },
        Template("Geometry", [300, 9000], share: 4) { n in
            // The quotient of the legs determines m, so no two triangles are the same.
            let (m, scale) = (n[0] + 2, n[1] + 1)
            let (a, b, c) = ((m * m - 1) * scale, 2 * m * scale, (m * m + 1) * scale)
            return Exercise(
                "A right triangle has legs of lengths \(a) and \(b). How long is the radius of its incircle, and what is that length times the number of its sides?",
                3 * ((a + b - c) / 2),
                [
                    "The hypotenuse has length $\\sqrt{\(a)^2 + \(b)^2} = \(c)$.",
                    "The inradius of a right triangle is $(\(a) + \(b) - \(c)) / 2 = \((a + b - c) / 2)$.",
                    "Three times that is $\(3 * ((a + b - c) / 2))$.",
                ])
        },
        Template("Geometry", [900, 900, 60], share: 3) { n in
            let (x, y, r) = (n[0] + 1, n[1] + 1, n[2] + 1)
            return Exercise(
                "From the point $P = (\(x), \(y))$ a tangent is drawn to the circle of radius \(r) about $(\(-r), \(-r))$. Compute the square of the distance from $P$ to the point of contact.",
                (x + r) * (x + r) + (y + r) * (y + r) - r * r,
                [
                    "The distance of $P$ from the centre has the square $\(x + r)^2 + \(y + r)^2 = \((x + r) * (x + r) + (y + r) * (y + r))$.",
                    "Tangent and radius are perpendicular, so Pythagoras takes away $\(r)^2 = \(r * r)$.",
                ])
        },
        Template("Convex and discrete geometry", [2000, 1000]) { n in
            let (inside, border) = (n[0] + 1, 2 * (n[1] + 2))
            return Exercise(
                "A polygon without holes has its corners at lattice points. It contains \(inside) lattice points in its interior and \(border) on its boundary. Find its area.",
                inside + border / 2 - 1,
                ["Pick's theorem: the area is $I + B/2 - 1$.", "Here that is $\(inside) + \(border / 2) - 1$."])
        },
        Template("Differential geometry", [150, 150, 150]) { n in
            let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] - 75)
            return Exercise(
                "Determine the Gaussian curvature of the surface $z = \(a)x^2 + \(b)y^2 + (\(c))xy$ at the origin.",
                4 * a * b - c * c,
                [
                    "At the origin both first derivatives vanish, so the curvature is the determinant of the Hessian.",
                    "Its entries are $\(2 * a)$, $\(2 * b)$ and $\(c)$: $\(2 * a) \\cdot \(2 * b) - (\(c))^2$.",
                ])
        },
        Template("General topology", [120, 120, 120, 3]) { n in
            let (k, m) = (n[0] + 1, n[1] + 1)
            let (p, q) = (n[2] + 1, m + n[3] + 1)
            return Exercise(
                "Take \(k) disjoint open intervals and \(m) disjoint circles. Remove \(p) points from the intervals and \(q) from the circles, at least one from each circle. Into how many connected components does what remains fall?",
                k + p + q,
                [
                    "Every point removed from an interval adds one component: $\(k) + \(p)$ pieces.",
                    "A circle that loses $r \\ge 1$ points falls into $r$ arcs, so the circles give \(q) pieces.",
                ])
        },
        Template("Algebraic topology", [60, 60, 60, 9]) { n in
            let (g, h, k) = (n[0] + 2, n[1] + 2, n[2] + 1)
            let product = (2 - 2 * g) * (2 - 2 * h)
            return Exercise(
                "Let $X$ be the product of the closed orientable surfaces of genus \(g) and \(h), from which \(k) points have been taken away, together with \(n[3] + 1) isolated points. What is its Euler characteristic?",
                product - k + n[3] + 1,
                [
                    "The surfaces have the characteristics $\(2 - 2 * g)$ and $\(2 - 2 * h)$, whose product is $\(product)$.",
                    "In dimension four every removed point takes away one: $\(product) - \(k)$, and every isolated point adds one.",
                ])
        },
        Template("Manifolds and cell complexes", [60, 60, 60, 60]) { n in
            let c = (0..<4).map { n[$0] + 1 }
            return Exercise(
                "A cell complex consists of \(c[0]) vertices, \(c[1]) edges, \(c[2]) two-dimensional and \(c[3]) three-dimensional cells. Compute the alternating sum of its Betti numbers.",
                c[0] - c[1] + c[2] - c[3],
                [
                    "The alternating sum of Betti numbers equals that of the numbers of cells.",
                    "So it is $\(c[0]) - \(c[1]) + \(c[2]) - \(c[3])$.",
                ])
        },
        Template("Global analysis, analysis on manifolds", [400, 40, 40, 9]) { n in
            let g = n[0], (a, b) = (n[1] - 20, n[2] - 20)
            let zeros = n[3] + 1
            return Exercise(
                "A vector field on the closed orientable surface of genus \(g) vanishes at \(zeros + 3) points. Two of them have index \(a) and \(b), another \(zeros) have index 1. Which index has the last?",
                2 - 2 * g - a - b - zeros,
                [
                    "By Poincar\u{E9} and Hopf the indices add up to the Euler characteristic $2 - 2 \\cdot \(g) = \(2 - 2 * g)$.",
                    "Take away \(a), \(b) and \(zeros).",
                ])
        },
        Template("Probability theory and stochastic processes", [60, 60, 200, 5], share: 3) { n in
            let (red, blue, value, drawn) = (n[0] + 4, n[1] + 4, n[2] + 1, n[3] + 2)
            return Exercise(
                "An urn holds \(red) red and \(blue) blue balls. Somebody draws \(drawn) of them at once and receives \(value * (red + blue)) coins for every red one. What amount can be expected?",
                drawn * red * value,
                [
                    "The expected number of red balls is $\(drawn) \\cdot \(red) / \(red + blue)$.",
                    "Each is worth $\(value) \\cdot \(red + blue)$ coins, so the sums cancel to $\(drawn) \\cdot \(red) \\cdot \(value)$.",
                ])
        },
        Template("Statistics", [90, 300, 90, 300]) { n in
            let (a, x, b, y) = (n[0] + 2, n[1] + 1, n[2] + 2, n[3] + 1)
            return Exercise(
                "One sample of size \(a) has the mean \(x), another of size \(b) the mean \(y). Determine the mean of both samples taken together.",
                a * x + b * y, over: a + b,
                ["The sums are $\(a * x)$ and $\(b * y)$.", "Together \(a + b) values sum to \(a * x + b * y)."])
        },
        Template("Computer science", [900, 40, 60], share: 2) { n in
            let (keys, bytes, depth) = (n[0] + 100, n[1] + 4, n[2] + 2)
            return Exercise(
                "A hash table uses chaining with \(keys) buckets. Each bucket head takes \(bytes) bytes, each stored record \(3 * bytes + depth) bytes. How many bytes does the table occupy once \(keys * depth) records are in it?",
                keys * bytes + keys * depth * (3 * bytes + depth),
                [
                    "The heads take $\(keys) \\cdot \(bytes) = \(keys * bytes)$ bytes.",
                    "The records take $\(keys * depth) \\cdot \(3 * bytes + depth) = \(keys * depth * (3 * bytes + depth))$ bytes.",
                ])
        },
        Template("Mathematics education", [300, 90, 40]) { n in
            let (child, gap, years) = (n[0] + 8, n[1] + 1, n[2] + 1)
            return Exercise(
                "Mara is \(gap) years older than her brother, and in \(years) years both together will be \(2 * child + gap + 2 * years) years old. A pupil sets up an equation for the brother's age now. Which solution should come out?",
                child,
                [
                    "With $x$ for the brother's age the equation is $x + (x + \(gap)) + 2 \\cdot \(years) = \(2 * child + gap + 2 * years)$.",
                    "So $2x = \(2 * child)$ and $x = \(child)$.",
                ])
        },
    ]
}
