/// Exercises in algebra and number theory for the largest source.
enum AlgebraExercises {
    private typealias A = Arithmetic

    static let all: [Template] = [
        Template("Number theory", [300, 490, 990], share: 3) { n in
            let (a, e, m) = (n[0] + 2, n[1] + 10, n[2] + 11)
            let half = A.power(a, e / 2, modulo: m)
            return Exercise(
                "What remainder does $\(a)^{\(e)}$ leave when it is divided by $\(m)$?", A.power(a, e, modulo: m),
                [
                    "Square again and again modulo $\(m)$, so that no number grows beyond $\(m * m)$.",
                    "The power with exponent $\(e / 2)$ leaves $\(half)$, and its square leaves $\(half * half % m)$.",
                    e % 2 == 1
                        ? "The exponent is odd, so one more factor $\(a)$ comes in: $\(half * half % m) \\cdot \(a)$ leaves $\(A.power(a, e, modulo: m))$."
                        : "The exponent is even, so nothing more comes in.",
                ])
        },
        Template("Number theory", [4000, 4000], share: 2) { n in
            let (a, b) = (n[0] + 1200, n[1] + 1700)
            let g = A.gcd(a, b)
            return Exercise(
                "Let $d$ be the greatest common divisor and $m$ the least common multiple of $\(a)$ and $\(b)$. Determine $m / d$.",
                a / g * (b / g),
                [
                    "Euclid's algorithm gives $d = \(g)$.",
                    "Dividing by $d$ leaves the coprime numbers $\(a / g)$ and $\(b / g)$.",
                    "Since $m d$ is the product of the two numbers, $m / d = \(a / g) \\cdot \(b / g) = \(a / g * (b / g))$.",
                ])
        },
        Template("Order, lattices, ordered algebraic structures", [6, 6, 5, 60, 60]) { n in
            let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
            let (p, q) = (A.primes[n[3]], A.primes[n[4] + 60])
            let chains = A.factorial(a + b + c) / (A.factorial(a) * A.factorial(b) * A.factorial(c))
            return Exercise(
                "The divisors of $2^{\(a)} \\cdot \(p)^{\(b)} \\cdot \(q)^{\(c)}$ are ordered by divisibility. How many maximal chains lead from $1$ to the top of this lattice?",
                chains,
                [
                    "Every step of a maximal chain multiplies by one prime: by $2$ in all $\(a)$ times, by $\(p)$ in all $\(b)$ times, by $\(q)$ in all $\(c)$ times.",
                    "So a chain is an arrangement of $\(a + b + c)$ steps of three kinds.",
                    "There are $\(a + b + c)! / (\(a)!\\,\(b)!\\,\(c)!) = \(chains)$ of them.",
                ])
        },
        Template("General algebraic systems", [20, 20, 60, 40, 40, 40]) { n in
            let (a, b, c) = (n[0] + 2, n[1] + 2, n[2] + 1)
            let (x, y, z) = (n[3] + 1, n[4] + 1, n[5] + 1)
            let inner = a * x + b * y + c
            return Exercise(
                "On the integers an operation is given by $u \\ast v = \(a)u + \(b)v + \(c)$; it is not associative. Compute $(\(x) \\ast \(y)) \\ast \(z)$.",
                a * inner + b * z + c,
                [
                    "Inside the brackets: $\(a) \\cdot \(x) + \(b) \\cdot \(y) + \(c) = \(inner)$.",
                    "Then $\(inner) \\ast \(z) = \(a) \\cdot \(inner) + \(b) \\cdot \(z) + \(c) = \(a * inner + b * z + c)$.",
                ])
        },
        Template("Field theory and polynomials", [160, 19_000]) { n in
            let (p, k) = (A.primes[n[0]], n[1] + 2)
            return Exercise(
                "How many roots does the polynomial $x^{\(k)} - 1$ have in the field with $\(p)$ elements?",
                A.gcd(k, p - 1),
                [
                    "The elements other than $0$ form a cyclic group of order $\(p - 1)$.",
                    "In a cyclic group of order $\(p - 1)$ the equation $x^{\(k)} = 1$ has as many solutions as $\\gcd(\(k), \(p - 1))$ says.",
                    "Euclid's algorithm gives $\(A.gcd(k, p - 1))$.",
                ])
        },
        Template("Commutative algebra", [60, 60, 50, 50]) { n in
            let (c, d) = (n[2] + 1, n[3] + 1)
            let (a, b) = (c + n[0] + 1, d + n[1] + 1)
            return Exercise(
                "What is the dimension of the quotient ring $k[x, y] / (x^{\(a)}, y^{\(b)}, x^{\(c)} y^{\(d)})$ as a vector space over $k$?",
                a * b - (a - c) * (b - d),
                [
                    "The monomials outside the ideal form a basis.",
                    "Without the third generator there would be $\(a) \\cdot \(b) = \(a * b)$ of them.",
                    "It takes away those divisible by $x^{\(c)} y^{\(d)}$, that is $\(a - c) \\cdot \(b - d) = \((a - c) * (b - d))$.",
                ])
        },
        Template("Algebraic geometry", [120, 120, 90]) { n in
            let (d, e) = (n[0] + 10, n[1] + 10)
            let m = n[2] + 2
            return Exercise(
                "Two curves of degrees $\(d)$ and $\(e)$ in the complex projective plane have no common component, and at one point they meet with multiplicity $\(m)$. How many intersections remain, each counted as often as it deserves?",
                d * e - m,
                [
                    "B\u{E9}zout's theorem counts $\(d) \\cdot \(e) = \(d * e)$ in all.",
                    "One point takes up $\(m)$ of these, which leaves $\(d * e - m)$.",
                ])
        },
        Template("Linear and multilinear algebra; matrix theory", [19, 19, 19, 19, 19, 19, 19, 19, 19], share: 3) { n in
            let v = (0..<9).map { n[$0] - 9 }
            let first = v[4] * v[8] - v[5] * v[7]
            let second = v[3] * v[8] - v[5] * v[6]
            let third = v[3] * v[7] - v[4] * v[6]
            return Exercise(
                "Evaluate the determinant\n$$\\begin{vmatrix} \(v[0]) & \(v[1]) & \(v[2]) \\\\ \(v[3]) & \(v[4]) & \(v[5]) \\\\ \(v[6]) & \(v[7]) & \(v[8]) \\end{vmatrix}.$$",
                v[0] * first - v[1] * second + v[2] * third,
                [
                    "Expand along the first row; the three minors are $\(first)$, $\(second)$ and $\(third)$.",
                    "With alternating signs: $\(v[0]) \\cdot (\(first)) - (\(v[1])) \\cdot (\(second)) + (\(v[2])) \\cdot (\(third))$.",
                ])
        },
        Template("Associative rings and algebras", [1900, 1900]) { n in
            let (a, b) = (n[0] + 5, n[1] + 7)
            return Exercise(
                "How many units does the ring $\\mathbb{Z}/\(a) \\times \\mathbb{Z}/\(b)$ have?",
                A.totient(a) * A.totient(b),
                [
                    "A pair is a unit exactly when both of its entries are.",
                    "Euler's function gives $\\varphi(\(a)) = \(A.totient(a))$ and $\\varphi(\(b)) = \(A.totient(b))$, and the two are multiplied.",
                ])
        },
        Template("Nonassociative rings and algebras", [15, 15, 15, 15, 15, 15, 5]) { n in
            let u = [n[0] - 7, n[1] - 7, n[6] + 1], v = [n[2] - 7, n[3] - 7, 2], w = [n[4] - 7, n[5] - 7, -3]
            let uw = u[0] * w[0] + u[1] * w[1] + u[2] * w[2]
            let uv = u[0] * v[0] + u[1] * v[1] + u[2] * v[2]
            return Exercise(
                "In the Lie algebra of vectors under the cross product let $u = (\(u[0]), \(u[1]), \(u[2]))$, $v = (\(v[0]), \(v[1]), \(v[2]))$ and $w = (\(w[0]), \(w[1]), \(w[2]))$. What is the first coordinate of $[u, [v, w]]$?",
                uw * v[0] - uv * w[0],
                [
                    "For vectors $u \\times (v \\times w) = (u \\cdot w)\\,v - (u \\cdot v)\\,w$.",
                    "Here $u \\cdot w = \(uw)$ and $u \\cdot v = \(uv)$.",
                    "The first coordinate is $\(uw) \\cdot (\(v[0])) - (\(uv)) \\cdot (\(w[0]))$.",
                ])
        },
        Template("Category theory; homological algebra", [5, 40, 30, 400]) { n in
            let (m, j, k) = (n[0] + 3, n[2] + 1, n[3] + 1)
            let size = j + n[1] + 2
            let maps = A.binomial(size - j + m - 1, m - 1)
            return Exercise(
                "A chain of $\(m)$ elements and one of $\(size)$ elements are regarded as categories. How many functors from the first to the second send the least object to object number $\(j)$? Multiply their number by $\(k)$.",
                maps * k,
                [
                    "A functor between chains is a map that keeps the order.",
                    "The other $\(m - 1)$ objects go, in order and with repetition, to the $\(size - j + 1)$ objects from number $\(j)$ on: $\\binom{\(size - j + m - 1)}{\(m - 1)} = \(maps)$ ways.",
                    "Multiplied by $\(k)$ this is $\(maps * k)$.",
                ])
        },
        Template("K-theory", [160, 30, 900]) { n in
            let (q, i, m) = (A.primes[n[0]], n[1] + 2, n[2] + 13)
            let power = A.power(q, i, modulo: m)
            return Exercise(
                "By Quillen's theorem the group $K_{\(2 * i - 1)}$ of the field with $\(q)$ elements is cyclic of order $\(q)^{\(i)} - 1$. What does this order leave modulo $\(m)$?",
                (power + m - 1) % m,
                [
                    "Modulo $\(m)$ the power $\(q)^{\(i)}$ is $\(power)$.",
                    "Take one away: $\((power + m - 1) % m)$ modulo $\(m)$.",
                ])
        },
        Template("Group theory and generalizations", [200, 200, 58, 58], share: 2) { n in
            let (p, q, a, b) = (n[0] + 60, n[1] + 60, n[2] + 1, n[3] + 1)
            let (x, y) = (p / A.gcd(a, p), q / A.gcd(b, q))
            return Exercise(
                "Which order has the element $(\(a), \(b))$ of the additive group $\\mathbb{Z}/\(p) \\times \\mathbb{Z}/\(q)$?",
                A.lcm(x, y),
                [
                    "The first entry has order $\(p) / \\gcd(\(a), \(p)) = \(x)$, the second $\(q) / \\gcd(\(b), \(q)) = \(y)$.",
                    "Together they return to zero after $\\operatorname{lcm}(\(x), \(y)) = \(A.lcm(x, y))$ steps.",
                ])
        },
        Template("Topological groups, Lie groups", [140, 140, 140]) { n in
            let (a, b, c) = (n[0] + 2, n[1] + 3, n[2] + 1)
            let (x, y, z) = (a * a - 1, b * (b - 1) / 2, c * (2 * c + 1))
            return Exercise(
                "Give the real dimension of the compact Lie group $SU(\(a)) \\times SO(\(b)) \\times Sp(\(c))$.",
                x + y + z,
                [
                    "$SU(\(a))$ has dimension $\(a)^2 - 1 = \(x)$.",
                    "$SO(\(b))$ has dimension $\(b) \\cdot \(b - 1) / 2 = \(y)$.",
                    "$Sp(\(c))$ has dimension $\(c) \\cdot \(2 * c + 1) = \(z)$, and dimensions of a product add.",
                ])
        },
    ]
}
