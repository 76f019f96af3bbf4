/// Exercises in the sciences, grouped by source.
enum ScienceExercises {
    /// OlympicArena, with the subject in its own classification.
    static let arena: [(subject: String, template: Template)] = [
        (
            "Math",
            Template("Number theory", [3000, 900], share: 3) { n in
                let (a, k) = (n[0] + 20, n[1] + 3)
                return Exercise(
                    "How many of the numbers 1, 2, ..., \(a * k + k / 2) are divisible neither by \(k) nor by \(k) + 1?\nGive only the number.",
                    { (top: Int) in top - top / k - top / (k + 1) + top / (k * (k + 1)) }(a * k + k / 2),
                    [
                        "Let $T = \(a * k + k / 2)$. Multiples of \(k): \((a * k + k / 2) / k); multiples of \(k + 1): \((a * k + k / 2) / (k + 1)).",
                        "Multiples of both are those of \(k * (k + 1)): \((a * k + k / 2) / (k * (k + 1))).",
                    ])
            }
        ),
        (
            "Math",
            Template("Combinatorics", [300, 90, 60], share: 3) { n in
                let (a, b, c) = (n[0] + 2, n[1] + 2, n[2] + 2)
                return Exercise(
                    "A password consists of a letter from an alphabet of \(a), then \(2) different symbols out of \(b) in some order, then a digit below \(c). How many passwords are possible?",
                    a * b * (b - 1) * c,
                    ["First place: \(a). Then \(b) and \(b - 1) symbols. Last place: \(c).", "The choices multiply."])
            }
        ),
        (
            "Physics",
            Template("Physics", [90, 90, 300]) { n in
                let (v, t, d) = (n[0] + 2, n[1] + 2, n[2] + 1)
                return Exercise(
                    "A lorry passes a lamp post at \(v) m/s and speeds up at \(2 * d) m/s\u{B2}. How far behind it, in metres, is the post after \(t) s?",
                    v * t + d * t * t,
                    [
                        "$s = vt + \\tfrac12 at^2$ with $v = \(v)$, $a = \(2 * d)$ and $t = \(t)$.",
                        "The terms are \(v * t) m and \(d * t * t) m.",
                    ])
            }
        ),
        (
            "Chemistry",
            Template("Chemistry", [300, 60, 60]) { n in
                let (volume, a, b) = (n[0] + 10, n[1] + 1, n[2] + 1)
                return Exercise(
                    "A flask holds \(volume) mL of a salt solution of \(a * b) mmol/L. A student adds water until the concentration has sunk to \(a) mmol/L. To which volume, in mL, has the solution been brought?",
                    volume * b,
                    [
                        "The amount of salt stays the same: \(volume) \u{B7} \(a * b).",
                        "Divided by the new concentration \(a) this is \(volume * b) mL.",
                    ])
            }
        ),
        (
            "Biology",
            Template("Biology", [40, 200, 90]) { n in
                let (a, k, dead) = (n[0] % 10 + 3, n[1] + 1, n[2] + 1)
                let start = (n[0] / 10 + 1) * 50 + k
                return Exercise(
                    "A culture begins with \(start) bacteria, all of which divide every \(k) minutes. After \(a * k) minutes a drop of antibiotic kills \(dead) of them. How many live on?",
                    start * Arithmetic.power(2, a) - dead,
                    [
                        "In \(a * k) minutes there are \(a) divisions, so the number grows by the factor $2^{\(a)} = \(Arithmetic.power(2, a))$.",
                        "From \(start * Arithmetic.power(2, a)) the \(dead) dead ones are taken away.",
                    ])
            }
        ),
        (
            "Geography",
            Template("Geography", [170, 170, 60]) { n in
                let (east, west, hour) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "Local solar time changes by four minutes for each degree of longitude. By how many minutes are the clocks of a town at \(east)\u{B0} east ahead of those of a town at \(west)\u{B0} west, if the eastern town also sets its clocks \(hour) minutes forward?",
                    4 * (east + west) + hour,
                    [
                        "The towns lie \(east) + \(west) = \(east + west) degrees apart.",
                        "Four minutes each make \(4 * (east + west)) minutes, and \(hour) come on top.",
                    ])
            }
        ),
        (
            "Astronomy",
            Template("Astronomy and astrophysics", [300, 40, 90]) { n in
                let (d, k, m) = (n[0] + 2, n[1] + 2, n[2] + 1)
                return Exercise(
                    "A planet that is \(d) astronomical units from its star receives \(k * k * m) watts per square metre. How many would it receive if it moved to \(d * k) astronomical units?",
                    m,
                    [
                        "The flux falls with the square of the distance.",
                        "The distance grows by the factor \(k), so the flux is divided by \(k * k).",
                    ])
            }
        ),
        (
            "CS",
            Template("Computer science", [900, 900]) { n in
                let (a, b) = (n[0] + 2, n[1] + 2)
                return Exercise(
                    "The statement `count += 1` stands inside two nested loops; the outer one runs i from 1 to \(a), the inner one j from i to \(a + b). What is `count` at the end if it was 0 at the beginning?",
                    a * (a + b + 1) - a * (a + 1) / 2,
                    [
                        "For a given i the inner loop runs \(a + b) - i + 1 times.",
                        "The sum over i from 1 to \(a) is \(a) \u{B7} \(a + b + 1) - \(a * (a + 1) / 2).",
                    ])
            }
        ),
    ]

    static let theoremQA: [(type: String, template: Template)] = [
        (
            "integer",
            Template("Numerical analysis", [300, 300, 60]) { n in
                let (a, b, x) = (n[0] + 1, n[1] + 1, n[2] + 2)
                return Exercise(
                    "Consider g(x) = \(a)x^2 - \(b)x. One starts Newton's method for a root of g at x0 = \(x). Compute the numerator g(x0) that appears in the first step.",
                    a * x * x - b * x,
                    ["g(\(x)) = \(a) * \(x * x) - \(b) * \(x).", "This is \(a * x * x - b * x)."])
            }
        ),
        (
            "float",
            Template("Game theory, economics, social and behavioral sciences", [300, 200, 40]) { n in
                let (a, b, c) = (n[0] + 10, n[1] + 1, n[2] + 1)
                return Exercise(
                    "Two firms compete in quantities. The price is \(3 * a + c) minus the total output, and every unit costs either of them \(c). With how many units, divided by \(b), does each firm supply the market in the Cournot equilibrium?",
                    a, over: b,
                    [
                        "The best answer to a quantity q is (\(3 * a) - q) / 2.",
                        "In equilibrium both supply \(3 * a) / 3 = \(a) units.",
                    ])
            }
        ),
        (
            "bool",
            Template("Information and communication, circuits", [500, 500, 2]) { n in
                let (a, b) = (n[0] + 3, n[1] + 2)
                let size = a * b + n[2]
                return Exercise(
                    "A channel carries \(a) symbols per second, each of \(b) bits, for one second. True or false: a file of exactly \(size) bits can be sent in that time?",
                    text: size <= a * b ? "True" : "False", slip: size <= a * b ? "False" : "True",
                    ["In one second the channel carries \(a) * \(b) = \(a * b) bits.", "The file has \(size) bits."])
            }
        ),
        (
            "integer",
            Template("Systems theory; control", [200, 200, 90]) { n in
                let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "A plant has the transfer function \(a) / (s + \(b)) and is closed with unity feedback and the gain \(c). At which distance from the imaginary axis does the pole of the closed loop lie?",
                    b + a * c,
                    ["The closed loop is \(a * c) / (s + \(b) + \(a * c)).", "Its pole is at minus \(b + a * c)."])
            }
        ),
        (
            "integer",
            Template("Operations research, mathematical programming", [120, 120, 90]) { n in
                let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "A flow network has only the arcs s to u with capacity \(a + b), u to t with capacity \(a), u to v with capacity \(b + c) and v to t with capacity \(c). Find the value of a maximum flow.",
                    min(a + b, a + c),
                    [
                        "From u at most \(a) flows directly to t and at most \(c) by way of v.",
                        "Into u at most \(a + b) can flow.",
                    ])
            }
        ),
    ]

    /// JEEBench, with the subject, which determines the kind of reasoning.
    static let jee: [(subject: String, template: Template)] = [
        (
            "phy",
            Template("Optics, electromagnetic theory", [300, 300, 60]) { n in
                let (first, second, amperes) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "In the circuit shown by its description, resistors of \(first) \u{3A9} and \(second) \u{3A9} are in series with an ideal cell of \(amperes * (first + second)) V. The voltage across the second resistor, in volt, is",
                    amperes * second,
                    [
                        "The current is $\(amperes * (first + second)) / \(first + second) = \(amperes)$ A.",
                        "Across \(second) \u{3A9} it makes \(amperes * second) V.",
                    ])
            }
        ),
        (
            "phy",
            Template("Quantum theory", [90, 90, 60]) { n in
                let (lower, upper, k) = (n[0] + 1, n[0] + n[1] + 2, n[2] + 1)
                return Exercise(
                    "A particle in a one-dimensional box has the ground energy \(k) eV. The energy in eV of the photon that it emits in the transition from level \(upper) to level \(lower) is",
                    k * (upper * upper - lower * lower),
                    [
                        "The levels are $E_n = \(k)n^2$ eV.",
                        "The difference is $\(k)(\(upper * upper) - \(lower * lower))$ eV.",
                    ])
            }
        ),
        (
            "chem",
            Template("Chemistry", [2700, 300, 3]) { n in
                let (moles, mass, valency) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "On electrolysis of a molten salt of a metal with the valency \(valency), \(valency * moles) mol of electrons pass the cathode. If the molar mass of the metal is \(mass) g/mol, the mass deposited, in gram, is",
                    moles * mass,
                    [
                        "\(valency) mol of electrons deposit one mole, so \(moles) mol are deposited.",
                        "Their mass is \(moles) \u{B7} \(mass) g.",
                    ])
            }
        ),
        (
            "math",
            Template("Geometry", [200, 200, 40]) { n in
                let (a, b, c) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "The normal to the parabola $y = \(a)x^2 + \(b)$ at the point with abscissa \(c) meets the axis of the parabola at a point whose ordinate, multiplied by \(2 * a), equals",
                    2 * a * (a * c * c + b) + 1,
                    [
                        "The slope of the tangent is $2 \\cdot \(a) \\cdot \(c)$, that of the normal its negative reciprocal.",
                        "Going back \(c) along the normal raises the ordinate by $\\tfrac{1}{\(2 * a)}$ above $\(a * c * c + b)$.",
                    ])
            }
        ),
    ]

    /// GPQA, with the high-level domain and the subdomain.
    static let gpqa: [(field: String, subdomain: String, template: Template)] = [
        (
            "Biology", "Genetics",
            Template("Biology", [60, 60, 300]) { n in
                let (a, b, k) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "Two loci on one chromosome recombine with a frequency of \(a) in \(a + b) meioses. A doubly heterozygous plant in coupling phase is test-crossed. Among \(2 * k * (a + b)) offspring, how many of one parental class would a geneticist expect?",
                    k * b,
                    [
                        "A share of $\(b) / \(a + b)$ is parental, split evenly between two classes.",
                        "Of \(2 * k * (a + b)) plants each class has \(k * b).",
                    ])
            }
        ),
        (
            "Physics", "Relativistic Mechanics",
            Template("Relativity and gravitational theory", [200, 900]) { n in
                let (m, scale) = (n[0] + 2, n[1] + 1)
                let (leg, base, hyp) = (m * m - 1, 2 * m, m * m + 1)
                return Exercise(
                    "A probe leaves the solar system at \(leg)/\(hyp) of the speed of light. While \(hyp * scale) years pass for the observers at home, how many years does the clock on board count?",
                    base * scale,
                    [
                        "The factor is $\\sqrt{1 - \(leg)^2/\(hyp)^2} = \(base)/\(hyp)$.",
                        "So the clock counts $\(hyp * scale) \\cdot \(base)/\(hyp)$ years.",
                    ])
            }
        ),
        (
            "Chemistry", "Physical Chemistry",
            Template("Statistical mechanics, structure of matter", [90, 90, 90]) { n in
                let (g, k, e) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "A molecule has \(g) states at energy zero and \(g * k) states at energy \(e) meV. In the limit of very high temperature, what fraction of molecules is found at the upper energy?",
                    k, over: k + 1,
                    [
                        "In this limit all states are equally likely.",
                        "The upper level holds \(g * k) of \(g * (k + 1)) states.",
                    ])
            }
        ),
        (
            "Physics", "Condensed Matter",
            Template("Mechanics of deformable solids", [300, 90, 90]) { n in
                let (force, a, b) = (n[0] + 1, n[1] + 1, n[2] + 1)
                return Exercise(
                    "A wire of cross-section \(a) mm\u{B2} carries \(force * a * b) N and stretches within Hooke's law. A second wire of the same material and length has the cross-section \(a * b) mm\u{B2} and stretches as far. Which load, in newton, does it bear?",
                    force * a * b * b,
                    [
                        "Equal strain means equal stress: \(force * b) N/mm\u{B2}.",
                        "Times \(a * b) mm\u{B2} this is \(force * a * b * b) N.",
                    ])
            }
        ),
    ]

    /// SciEval, with the category and the topic.
    static let sciEval: [(category: String, topic: String, template: Template)] = [
        (
            "biology", "Ecology",
            Template("Biology", [300, 90, 40]) { n in
                let (marked, k, again) = (n[0] + 10, n[1] + 2, n[2] + 3)
                return Exercise(
                    "Ecologists mark \(marked) voles and set them free. Later they catch \(again * k) voles, \(again) of which carry a mark. Estimate the size of the population by the method of Lincoln and Petersen.",
                    marked * k,
                    [
                        "The share of marked voles in the second catch is 1 in \(k).",
                        "So there are about \(k) times \(marked) voles.",
                    ])
            }
        ),
        (
            "chemistry", "Stoichiometry",
            Template("Fluid mechanics", [300, 90, 40]) { n in
                let (flow, k, t) = (n[0] + 1, n[1] + 2, n[2] + 1)
                return Exercise(
                    "Through a pipe that narrows to a \(k)th of its cross-section an incompressible liquid of density \(t) g/mL enters at \(flow) cm/s. At what speed, in cm/s, does it leave the narrow end?",
                    flow * k,
                    [
                        "The same volume passes every cross-section in the same time.",
                        "A \(k)th of the cross-section needs \(k) times the speed.",
                    ])
            }
        ),
    ]
}
