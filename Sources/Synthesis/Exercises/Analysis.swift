/// Exercises in analysis for the largest source.
enum AnalysisExercises {
    private typealias A = Arithmetic

    static let all: [Template] = [
        Template("Real functions", [40, 60, 60, 40], share: 2) { n in
            let (a, b, c, x) = (n[0] + 1, n[1] + 1, n[2] + 1, n[3] + 1)
            return Exercise(
                "What is the slope of the curve $y = \(a)x^3 - \(b)x^2 + \(c)x$ at the point with $x = \(x)$?",
                3 * a * x * x - 2 * b * x + c,
                [
                    "The derivative is $\(3 * a)x^2 - \(2 * b)x + \(c)$.",
                    "At $x = \(x)$ its terms are $\(3 * a * x * x)$, $-\(2 * b * x)$ and $\(c)$.",
                ])
        },
        Template("Measure and integration", [300, 200, 200, 40]) { n in
            let (a, first, overlap, second) = (n[0], n[1] + 60, n[3] + 1, n[2] + 60)
            let c = a + first - overlap
            return Exercise(
                "Let $E$ be the union of the intervals $[\(a), \(a + first)]$ and $[\(c), \(c + second)]$. Determine its Lebesgue measure.",
                first + second - overlap,
                [
                    "The intervals have lengths $\(first)$ and $\(second)$ and share $[\(c), \(a + first)]$, of length $\(overlap)$.",
                    "So the measure is $\(first) + \(second) - \(overlap)$.",
                ])
        },
        Template("Functions of a complex variable", [30, 20, 200, 60]) { n in
            let (high, low) = (n[0] + n[1] + 5, n[1] + 2)
            let (a, c) = (n[3] + 1, n[2] + 1)
            let b = a + c + 1 + n[0]
            return Exercise(
                "How many zeros, counted with multiplicity, has $\(a)z^{\(high)} + \(b)z^{\(low)} - \(c)$ inside the unit circle?",
                low,
                [
                    "On the unit circle the middle term has modulus $\(b)$, and the others together at most $\(a) + \(c) = \(a + c)$.",
                    "Since $\(b) > \(a + c)$, Rouch\u{E9}'s theorem gives as many zeros as the middle term has: $\(low)$.",
                ])
        },
        Template("Potential theory", [400, 400, 40]) { n in
            let (a, b, angle) = (n[0] + 1, n[0] + n[1] + 2, 9 * (n[2] + 0) + 9)
            return Exercise(
                "A harmonic function on the unit disc has the boundary value \(b) on an arc of \(angle)\u{B0} and \(a) on the rest of the circle. Which value does it take at the centre?",
                a * (360 - angle) + b * angle, over: 360,
                [
                    "By the mean value property the centre has the mean of the boundary values.",
                    "That is $(\(b) \\cdot \(angle) + \(a) \\cdot \(360 - angle)) / 360$.",
                ])
        },
        Template("Several complex variables and analytic spaces", [5, 14, 6, 3000]) { n in
            let (v, m, k) = (n[0] + 2, n[2] + 1, n[3] + 1)
            let d = m + n[1] + 1
            let (all, low) = (A.binomial(v + d, v), A.binomial(v + m - 1, v))
            return Exercise(
                "Consider polynomial maps from $\\mathbb{C}^{\(v)}$ to $\\mathbb{C}^{\(k)}$ of degree at most $\(d)$ that vanish to order $\(m)$ or more at the origin. Find the complex dimension of the space they form.",
                (all - low) * k,
                [
                    "One coordinate has $\\binom{\(v + d)}{\(v)} = \(all)$ coefficients.",
                    "Vanishing to order $\(m)$ removes the $\\binom{\(v + m - 1)}{\(v)} = \(low)$ of degree below $\(m)$.",
                    "There are $\(k)$ coordinates: $\(k) \\cdot \(all - low)$.",
                ])
        },
        Template("Special functions", [140, 140, 140]) { n in
            let (a, b, c) = (n[0] + 2, n[1] + 1, n[2] + 2)
            let (t, u) = (4 * a * a * a - 3 * a, 4 * c * c - 1)
            return Exercise(
                "With the Chebyshev polynomials $T_3$ and $U_2$ evaluate $T_3(\(a)) + \(b)\\,U_2(\(c))$.", t + b * u,
                [
                    "$T_3(x) = 4x^3 - 3x$ gives $T_3(\(a)) = \(t)$.", "$U_2(x) = 4x^2 - 1$ gives $U_2(\(c)) = \(u)$.",
                    "Together $\(t) + \(b) \\cdot \(u) = \(t + b * u)$.",
                ])
        },
        Template("Ordinary differential equations", [30, 30, 60, 60], share: 2) { n in
            let (r, s) = (n[0] + n[1] + 2, n[1] + 1)
            let (p, q) = (n[2] + 1, n[3] + 1)
            let slope = p * r + q * s
            return Exercise(
                "The solution of $y'' - \(r + s)y' + \(r * s)y = 0$ with $y(0) = \(p + q)$ and $y'(0) = \(slope)$ is a sum of two exponentials. Find the coefficient of $e^{\(r)x}$.",
                p,
                [
                    "The characteristic equation has the roots $\(r)$ and $\(s)$.",
                    "So $c_1 + c_2 = \(p + q)$ and $\(r)c_1 + \(s)c_2 = \(slope)$.",
                    "Subtracting $\(s)$ times the first equation leaves $\(r - s)c_1 = \(slope - s * (p + q))$.",
                ])
        },
        Template("Partial differential equations", [90, 150, 150, 9]) { n in
            let (k, m, d) = (n[0] + 2, n[1] + 1, n[2] + 1)
            return Exercise(
                "The temperature of a rod satisfies $u_t = \(k)u_{xx}$ and begins as $\(n[3] + 2)\\sin(\(m)x) + \\sin(\(m + d)x)$ on $[0, \\pi]$, with ends at $0$. Its two parts decay like $e^{-\\alpha t}$ and $e^{-\\beta t}$. What is $\\alpha + \\beta$?",
                k * (m * m + (m + d) * (m + d)),
                [
                    "A part $\\sin(mx)$ is multiplied by $e^{-\(k)m^2t}$.",
                    "So the exponents are $\(k) \\cdot \(m * m)$ and $\(k) \\cdot \((m + d) * (m + d))$.",
                ])
        },
        Template("Dynamical systems and ergodic theory", [90, 90, 500, 40], share: 2) { n in
            let (a, b, m, start) = (n[0] + 2, n[1] + 1, n[2] + 101, n[3] + 1)
            var orbit = [start]
            for _ in 0..<5 { orbit.append((a * orbit[orbit.count - 1] + b) % m) }
            return Exercise(
                "The map $x \\mapsto \(a)x + \(b) \\pmod{\(m)}$ is applied to $\(start)$ five times. Where does the orbit arrive?",
                orbit[5],
                [
                    "Step by step: $\(orbit[0]) \\to \(orbit[1]) \\to \(orbit[2]) \\to \(orbit[3]) \\to \(orbit[4]) \\to \(orbit[5])$.",
                    "Each value is the one before times $\(a)$ plus $\(b)$, reduced modulo $\(m)$.",
                ])
        },
        Template("Difference and functional equations", [12, 12, 40, 40, 3]) { n in
            let (p, q) = (n[0] + 1, n[1] + 1)
            var terms = [n[2] + 1, n[3] + 1]
            let last = n[4] + 5
            while terms.count <= last { terms.append(p * terms[terms.count - 1] + q * terms[terms.count - 2]) }
            return Exercise(
                "A sequence obeys $a_{n+2} = \(p)a_{n+1} + \(q)a_n$ and begins with $a_0 = \(terms[0])$, $a_1 = \(terms[1])$. Which number is $a_{\(last)}$?",
                terms[last],
                [
                    "The next terms are $\(terms[2])$, $\(terms[3])$, $\(terms[4])$.",
                    "Going on in the same way, $a_{\(last)} = \(terms[last])$.",
                ])
        },
        Template("Sequences, series, summability", [60, 60, 600]) { n in
            let (p, q) = (n[0] + 1, n[0] + n[1] + 2)
            let t = n[2] + 1
            return Exercise(
                "Sum the geometric series that begins with $\(t * (q - p))$ and whose ratio is $\\tfrac{\(p)}{\(q)}$.",
                t * q,
                [
                    "The sum is the first term divided by $1 - \\tfrac{\(p)}{\(q)} = \\tfrac{\(q - p)}{\(q)}$.",
                    "That is $\(t * (q - p)) \\cdot \(q) / \(q - p) = \(t * q)$.",
                ])
        },
        Template("Approximations and expansions", [300, 300, 90]) { n in
            let (low, middle, half) = (n[0] - 150, n[1] - 150, n[2] + 1)
            return Exercise(
                "Fit a line by least squares to the points $(-1, \(low))$, $(0, \(middle))$ and $(1, \(low + 2 * half))$. What is its slope?",
                half,
                [
                    "The abscissae are symmetric about $0$, so the slope is $\\sum x_i y_i / \\sum x_i^2$.",
                    "The numerator is $\(low + 2 * half) - (\(low)) = \(2 * half)$ and the denominator is $2$.",
                ])
        },
        Template("Harmonic analysis on Euclidean spaces", [60, 60, 60, 12, 12]) { n in
            let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
            return Exercise(
                "Let $f(x) = \(c) + \(a)\\cos(\(n[3] + 1)x) + \(b)\\sin(\(n[4] + 1)x)$. Use Parseval's identity to find $\\frac{1}{\\pi}\\int_{-\\pi}^{\\pi} f(x)^2\\,dx$.",
                2 * c * c + a * a + b * b,
                [
                    "The constant term contributes $2 \\cdot \(c)^2 = \(2 * c * c)$.",
                    "The cosine contributes $\(a)^2 = \(a * a)$, the sine $\(b)^2 = \(b * b)$.",
                ])
        },
        Template("Abstract harmonic analysis", [300, 300, 60]) { n in
            let (a, b, d) = (n[0] + 4, n[1] + 6, n[2] + 2)
            let (x, y) = (A.gcd(a, d), A.gcd(b, d))
            return Exercise(
                "How many characters $\\chi$ of the group $\\mathbb{Z}/\(a) \\times \\mathbb{Z}/\(b)$ satisfy $\\chi^{\(d)} = 1$?",
                x * y,
                [
                    "The dual group is isomorphic to the group itself.",
                    "In $\\mathbb{Z}/\(a)$ there are $\\gcd(\(d), \(a)) = \(x)$ elements killed by $\(d)$, in $\\mathbb{Z}/\(b)$ there are $\(y)$.",
                ])
        },
        Template("Integral transforms, operational calculus", [5, 3, 900, 200]) { n in
            let (order, gap, t, b) = (n[0] + 1, n[1] + 1, n[2] + 1, n[3] + 1)
            let a = t * A.power(gap, order + 1)
            return Exercise(
                "What value has the Laplace transform of $\(a)\\,t^{\(order)} e^{\(b)t}$ at $s = \(b + gap)$?",
                t * A.factorial(order),
                [
                    "The transform is $\(a) \\cdot \(order)! / (s - \(b))^{\(order + 1)}$.",
                    "At $s = \(b + gap)$ the denominator is $\(A.power(gap, order + 1))$, and $\(a) / \(A.power(gap, order + 1)) = \(t)$.",
                    "So the value is $\(t) \\cdot \(A.factorial(order))$.",
                ])
        },
        Template("Integral equations", [700, 1700]) { n in
            let (k, t) = (n[0] + 2, n[1] + 1)
            let a = 2 * (k - 1) * t
            return Exercise(
                "A continuous function satisfies $f(x) = \(a)x + \\frac{1}{\(k)}\\int_0^1 f(s)\\,ds$ on $[0, 1]$. Find $f(1)$.",
                a + t,
                [
                    "Write $c$ for the integral. Integrating both sides gives $c = \(a / 2) + c / \(k)$.",
                    "So $c \\cdot \(k - 1) / \(k) = \(a / 2)$ and $c = \(k * t)$.", "Then $f(1) = \(a) + \(t)$.",
                ])
        },
        Template("Functional analysis", [120, 120, 120]) { n in
            let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
            return Exercise(
                "On $\\ell^\\infty$ let $\\varphi(x) = \(a)x_1 - \(b)x_2 + \(c)x_5$. How large is the norm of this functional?",
                a + b + c,
                [
                    "A sequence bounded by one with the signs $+, -, +$ at these places gives $\(a) + \(b) + \(c)$.",
                    "No sequence bounded by one gives more, by the triangle inequality.",
                ])
        },
        Template("Operator theory", [600, 600, 9]) { n in
            let (a, b, k) = (n[0] - 300, n[1] + 1, n[2] + 2)
            return Exercise(
                "Find the operator norm of $\(k)M$, where $M$ is the matrix with the rows $(\(a), \(b))$ and $(\(b), \(a))$.",
                k * (abs(a) + b),
                [
                    "The matrix is symmetric with the eigenvalues $\(a + b)$ and $\(a - b)$.",
                    "The larger modulus is $\(abs(a) + b)$, and the factor is $\(k)$.",
                ])
        },
        Template("Calculus of variations and optimal control; optimization", [90, 90, 200, 200], share: 2) { n in
            let (b, d, m, rest) = (n[0] + 1, n[1] + 1, n[2] + 1, n[3] + 1)
            let a = b + d
            return Exercise(
                "Maximise $\(a)x + \(b)y$ over all $x, y \\ge 0$ with $x + y \\le \(m + rest)$ and $x \\le \(m)$.",
                a * m + b * rest,
                [
                    "The coefficient of $x$ is the larger one, so $x$ takes all it may: $x = \(m)$.",
                    "For $y$ there remains $\(m + rest) - \(m) = \(rest)$.",
                    "The maximum is $\(a) \\cdot \(m) + \(b) \\cdot \(rest)$.",
                ])
        },
        Template("Numerical analysis", [200, 200, 60]) { n in
            let (a, b, h) = (n[0] + 1, n[1] + 1, 3 * (n[2] + 1))
            let middle = a * h * h + b * h
            let end = 4 * a * h * h + 2 * b * h
            return Exercise(
                "Apply Simpson's rule with a single parabola to $\\int_0^{\(2 * h)} (\(a)x^2 + \(b)x)\\,dx$. Which value comes out?",
                h * (4 * middle + end) / 3,
                [
                    "The values at $0$, $\(h)$ and $\(2 * h)$ are $0$, $\(middle)$ and $\(end)$.",
                    "The rule gives $\\tfrac{\(h)}{3}(0 + 4 \\cdot \(middle) + \(end))$, which is exact here.",
                ])
        },
    ]
}
