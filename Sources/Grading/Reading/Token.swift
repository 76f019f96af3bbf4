/// A token of LaTeX or of plain mathematics.
enum Token: Equatable {
    case number(Numeral)
    case symbol(String)
    case constant(Constant)
    case function(Function)
    /// Words, lower-cased, as they stand in a text.
    case words(String)
    case unit(Unit)
    case relation(Relation)
    case setOperation(SetOperation)
    case open(Bracket)
    case close(Bracket)
    case begin(String)
    case end(String)
    /// An accent over what follows, such as a hat, a bar or a dot.
    case accent(String)
    case opaque(String)
    case plus, minus, plusMinus, minusPlus, times, slash, power, lowered, prime, factorial, percent, degree, bar
    case comma, semicolon, colon, conjunction, fraction, root, binomial, rowEnd, ampersand, ellipsis, middle, not
    /// The end of the text; never in a list of tokens.
    case none
}

/// A kind of bracket.
enum Bracket: Equatable {
    /// Round brackets.
    case round
    /// Square brackets.
    case square
    /// Braces that group in LaTeX and make a set in plain text.
    case brace
    /// Braces that are shown.
    case set
    /// Angle brackets.
    case angle
    /// The brackets of the floor and the ceiling.
    case floor, ceiling
}
