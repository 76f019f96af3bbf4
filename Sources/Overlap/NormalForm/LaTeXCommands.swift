import Bytes

/// What commands of LaTeX mean in the form in which texts are compared.
enum LaTeXCommands {
    /// The meaning of a command.
    enum Meaning {
        /// It changes nothing; its argument, if any, is read as usual.
        case nothing(isSpace: Bool)
        /// It changes nothing, and its argument neither.
        case nothingWithArgument
        /// It begins or ends an environment.
        case environment(isEnd: Bool)
        /// A word: the given one, or else the command's name; the number of arguments that may be single digits.
        case word(StaticString?, arguments: Int)
        case symbol(StaticString)
        case mark(StaticString)
    }

    /// Returns the meaning of the command with a name.
    static func meaning(of name: ByteView) -> Meaning {
        meanings[key(name)] ?? .word(nil, arguments: 0)
    }

    /// Environments that only lay out.
    static let layouts: [StaticString] = [
        "align", "aligned", "alignat", "gather", "gathered", "equation", "eqnarray", "split", "multline", "array",
        "tabular", "center", "flushleft", "flushright", "itemize", "enumerate", "minipage", "displaymath", "math",
        "document", "figure", "table", "tabularx", "small", "asy", "tikzpicture",
    ]

    /// Environments with the code of a figure.
    static let drawings: [StaticString] = ["asy", "tikzpicture"]

    /// Names of at most 16 letters, as two words.
    private struct Key: Hashable {
        let low: UInt64
        let high: UInt64
    }

    private static func key(_ name: ByteView) -> Key {
        var (low, high): (UInt64, UInt64) = (0, 0)
        // No listed name is longer.
        guard name.count <= 16 else { return Key(low: .max, high: .max) }
        for place in 0..<name.count {
            if place < 8 { low = low << 8 | UInt64(name[place]) } else { high = high << 8 | UInt64(name[place]) }
        }
        return Key(low: low, high: high)
    }

    private static let meanings: [Key: Meaning] = {
        var meanings: [Key: Meaning] = [:]
        func add(_ names: String, _ meaning: Meaning) {
            for name in names.split(separator: " ") {
                meanings[String(name).withByteView { key($0) }] = meaning
            }
        }
        add("quad qquad enspace enskip thinspace medspace thickspace negthinspace space hfill", .nothing(isSpace: true))
        add(
            """
            left right middle big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr bigm Bigm displaystyle \
            textstyle scriptstyle limits nolimits text textrm textbf textit textsf texttt textnormal textsc textup mbox \
            hbox mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol bm bold emph underbar \
            operatorname operatornamewithlimits rm bf it cal normalsize large Large small tiny newline linebreak par \
            noindent centering item hline cline ensuremath protect bigskip medskip smallskip dots ldots cdots dotsc \
            dotsb dotsm dotsi dotso vdots ddots colon relax strut nobreak allowbreak pagebreak newpage null boxed fbox
            """, .nothing(isSpace: false))
        add(
            "hspace vspace phantom vphantom hphantom color textcolor label tag ref hskip vskip kern setlength "
                + "includegraphics rule usepackage", .nothingWithArgument)
        add("begin", .environment(isEnd: false))
        add("end", .environment(isEnd: true))
        add("frac dfrac tfrac cfrac over", .word("frac", arguments: 2))
        add("binom dbinom tbinom choose", .word("binom", arguments: 2))
        add("sqrt", .word("sqrt", arguments: 1))
        add("times cdot ast bullet", .word("times", arguments: 0))
        add("div", .symbol("/"))
        add("le leq leqslant leqq", .word("le", arguments: 0))
        add("ge geq geqslant geqq", .word("ge", arguments: 0))
        add("ne neq", .word("ne", arguments: 0))
        add("lt", .symbol("<"))
        add("gt", .symbol(">"))
        add("circ degree degrees", .word("circ", arguments: 0))
        add("to rightarrow longrightarrow implies Rightarrow Longrightarrow", .word("to", arguments: 0))
        add("iff Leftrightarrow leftrightarrow Longleftrightarrow", .word("iff", arguments: 0))
        add("mod bmod pmod pod", .word("mod", arguments: 0))
        add("vartriangle triangle bigtriangleup", .word("triangle", arguments: 0))
        add("varphi phi", .word("phi", arguments: 0))
        add("varepsilon epsilon", .word("epsilon", arguments: 0))
        add("emptyset varnothing", .word("emptyset", arguments: 0))
        add("overrightarrow vec", .word("vec", arguments: 0))
        add("widehat hat", .word("hat", arguments: 0))
        add("widetilde tilde", .word("tilde", arguments: 0))
        add("overline bar", .word("overline", arguments: 0))
        add("parallel", .word("parallel", arguments: 0))
        add("vert lvert rvert mid Vert lVert rVert", .mark("|"))
        add("lbrace", .mark("{"))
        add("rbrace", .mark("}"))
        add("lbrack", .mark("["))
        add("rbrack", .mark("]"))
        add("prime", .mark("'"))
        return meanings
    }()
}
