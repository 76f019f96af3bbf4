/// What the commands of LaTeX mean.
enum Commands {
    /// What a command stands for.
    enum Meaning {
        case token(Token)
        /// Nothing: space, size and style.
        case nothing
        /// A text in braces follows.
        case text
        /// A text in braces follows that may as well be symbols.
        case roman
        /// An argument in braces follows that is dropped.
        case dropped
    }

    /// The meaning of a command, without its backslash, or nil if it is not known.
    static func meaning(_ name: String) -> Meaning? { table[name] }

    /// The longest known command that a run of letters begins with, for texts whose spaces were lost.
    static func longestPrefix(_ name: String) -> String? {
        var prefix = name
        while prefix.utf8.count > 1 {
            if table[prefix] != nil { return prefix }
            prefix.removeLast()
        }
        return nil
    }

    private static let greek =
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho varrho sigma "
        + "varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega "
        + "ell hbar nabla partial mho aleph Re Im odot oplus dagger star ast circledast"

    private static let nothing =
        "displaystyle textstyle scriptstyle left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr "
        + "quad qquad rm bf it limits nolimits boxed fbox hfill hline centering middle hspace* large Large small "
        + "begingroup endgroup null thinspace medspace thickspace enspace space mathop mathord mathrel operatorname* "
        + "therefore because Rightarrow implies forall exists"

    private static let table: [String: Meaning] = {
        var table: [String: Meaning] = [:]
        for name in greek.split(separator: " ") { table[String(name)] = .token(.symbol(String(name))) }
        for name in nothing.split(separator: " ") { table[String(name)] = .nothing }
        for name in ["text", "textbf", "textit", "textrm", "mbox", "textnormal", "textsf", "texttt", "emph", "hbox"] {
            table[name] = .text
        }
        for name in ["mathrm", "mathbf", "mathit", "mathsf", "boldsymbol", "bm", "operatorname", "mathcal", "mathfrak"]
        {
            table[name] = .roman
        }
        for name in ["hspace", "vspace", "phantom", "label", "tag", "color", "hphantom", "vphantom"] {
            table[name] = .dropped
        }
        for name in ["hat", "widehat", "vec", "bar", "overline", "dot", "ddot", "tilde", "overrightarrow", "underline"]
        {
            table[name] = .token(.accent(name))
        }
        for name in ["sum", "prod", "int", "iint", "oint", "lim", "sup", "inf", "underbrace", "overbrace", "det"] {
            table[name] = .token(.opaque(name))
        }
        for (name, token) in tokens { table[name] = .token(token) }
        for name in functionNames { table[name] = .token(functions[name].map(Token.function) ?? .none) }
        return table
    }()

    private static let functionNames = functions.keys.sorted()

    /// The functions by the names that they have in LaTeX and in plain text.
    static let functions: [String: Function] = [
        "sin": .sine, "cos": .cosine, "tan": .tangent, "sec": .secant, "csc": .cosecant, "cosec": .cosecant,
        "cot": .cotangent, "tg": .tangent, "ctg": .cotangent, "arcsin": .arcsine, "arccos": .arccosine,
        "arctan": .arctangent, "arctg": .arctangent, "arcsec": .arcsecant, "arccsc": .arccosecant,
        "arccot": .arccotangent, "asin": .arcsine, "acos": .arccosine, "atan": .arctangent, "sinh": .hyperbolicSine,
        "cosh": .hyperbolicCosine, "tanh": .hyperbolicTangent, "sech": .hyperbolicSecant,
        "csch": .hyperbolicCosecant, "coth": .hyperbolicCotangent, "log": .logarithm, "lg": .logarithm,
        "ln": .naturalLogarithm, "exp": .exponential, "abs": .absolute, "max": .maximum, "min": .minimum,
        "gcd": .greatestCommonDivisor, "lcm": .leastCommonMultiple, "floor": .floor, "ceil": .ceiling,
    ]

    private static let tokens: [(String, Token)] = [
        ("frac", .fraction), ("dfrac", .fraction), ("tfrac", .fraction), ("cfrac", .fraction), ("sfrac", .fraction),
        ("sqrt", .root), ("binom", .binomial), ("dbinom", .binomial), ("tbinom", .binomial),
        ("pi", .constant(.pi)), ("infty", .constant(.infinity)), ("infin", .constant(.infinity)),
        ("emptyset", .constant(.emptySet)), ("varnothing", .constant(.emptySet)), ("O", .constant(.emptySet)),
        ("times", .times), ("cdot", .times), ("bullet", .times), ("div", .slash), ("pm", .plusMinus),
        ("mp", .minusPlus), ("circ", .degree), ("degree", .degree), ("prime", .prime), ("percent", .percent),
        ("le", .relation(.lessOrEqual)), ("leq", .relation(.lessOrEqual)), ("leqslant", .relation(.lessOrEqual)),
        ("leqq", .relation(.lessOrEqual)), ("ge", .relation(.greaterOrEqual)), ("geq", .relation(.greaterOrEqual)),
        ("geqslant", .relation(.greaterOrEqual)), ("geqq", .relation(.greaterOrEqual)), ("lt", .relation(.less)),
        ("gt", .relation(.greater)), ("ne", .relation(.notEqual)), ("neq", .relation(.notEqual)),
        ("approx", .relation(.approximately)), ("simeq", .relation(.approximately)),
        ("sim", .relation(.approximately)), ("cong", .relation(.approximately)), ("doteq", .relation(.equal)),
        ("coloneqq", .relation(.equal)), ("equiv", .relation(.congruent)), ("in", .relation(.member)), ("not", .not),
        ("cup", .setOperation(.union)), ("cupdot", .setOperation(.union)), ("bigcup", .setOperation(.union)),
        ("cap", .setOperation(.intersection)), ("setminus", .setOperation(.difference)),
        ("backslash", .setOperation(.difference)), ("mid", .middle), ("vert", .bar), ("lvert", .bar), ("rvert", .bar),
        ("land", .conjunction), ("lor", .conjunction), ("vee", .conjunction), ("wedge", .conjunction),
        ("ldots", .ellipsis), ("cdots", .ellipsis), ("dots", .ellipsis), ("dotsc", .ellipsis), ("dotsb", .ellipsis),
        ("dotsm", .ellipsis), ("vdots", .ellipsis), ("ddots", .ellipsis),
        ("langle", .open(.angle)), ("rangle", .close(.angle)), ("lfloor", .open(.floor)), ("rfloor", .close(.floor)),
        ("lceil", .open(.ceiling)), ("rceil", .close(.ceiling)), ("lbrace", .open(.set)), ("rbrace", .close(.set)),
        ("lbrack", .open(.square)), ("rbrack", .close(.square)), ("cr", .rowEnd), ("newline", .rowEnd),
        ("to", .opaque("to")), ("rightarrow", .opaque("to")), ("mapsto", .opaque("to")), ("over", .slash),
        ("colon", .colon), ("neg", .opaque("not")), ("subset", .opaque("subset")), ("perp", .opaque("perp")),
        ("parallel", .opaque("parallel")), ("angle", .opaque("angle")), ("triangle", .opaque("triangle")),
        ("euro", .unit(Unit(dimension: "currency", factor: .one))), ("mathbb", .none),
    ]
}
