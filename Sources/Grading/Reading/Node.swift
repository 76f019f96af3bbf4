/// A mathematical expression or statement as a tree.
package indirect enum Node: Equatable, Sendable {
    /// A number that was written out.
    case number(Numeral)
    /// A variable, with its subscript and accents as part of its name.
    case symbol(String)
    /// A constant of mathematics.
    case constant(Constant)
    /// The negated value.
    case negative(Node)
    /// A sum of at least two terms.
    case sum([Node])
    /// A product of at least two factors.
    case product([Node])
    /// A quotient.
    case quotient(Node, Node)
    /// A power: base and exponent.
    case power(Node, Node)
    /// A function of its arguments.
    case function(Function, [Node])
    /// Two values: the first operand (nil for none) plus and minus the second; reversed for the sign of minus or plus.
    case plusMinus(Node?, Node, reversed: Bool)
    /// A number of degrees.
    case degrees(Node)
    /// A percentage.
    case percent(Node)
    /// A value with its unit.
    case quantity(Node, Unit)
    /// Digits in a base that is written as a subscript.
    case based(digits: String, base: Int)
    /// At least two items in round or square brackets: a tuple or an interval.
    case bracketed(opensClosed: Bool, [Node], closesClosed: Bool)
    /// A set by its elements.
    case set([Node])
    /// At least two statements one after the other.
    case list([Node])
    /// A matrix by its rows.
    case matrix([[Node]])
    /// Operands with a relation between each two of them.
    case relation([Node], [Relation])
    /// A union, intersection or difference of sets.
    case combination(SetOperation, Node, Node)
    /// The set of the values of an expression under conditions.
    case setBuilder(Node, [Node])
    /// A ratio of at least two values.
    case ratio([Node])
    /// A function that a variable names, applied to variables: the left side of its definition.
    case application(String, [Node])
    /// Words.
    case text(String)
    /// Something that has no value here: an ellipsis, a sum over an index, an integral.
    case opaque(String)
}

/// A number as it was written.
package struct Numeral: Equatable, Sendable {
    /// Its value.
    package let value: Rational
    /// Its digits without the point, as they were written.
    package let digits: String
    /// The number of digits after the point.
    package let decimals: Int

    /// Creates a number of its value and of how it was written.
    package init(value: Rational, digits: String, decimals: Int = 0) {
        self.value = value
        self.digits = digits
        self.decimals = decimals
    }

    /// Creates an integer.
    package init(_ value: Int) { self.init(value: Rational(value), digits: String(value.magnitude)) }

    /// The number of significant digits.
    package var significantDigits: Int { digits.utf8.drop { $0 == 0x30 }.count }
}

/// A constant of mathematics.
package enum Constant: String, Equatable, Sendable {
    case pi, e, infinity
    case imaginaryUnit = "i"
    case emptySet = "empty set"
    case reals = "R"
    case integers = "Z"
    case naturals = "N"
    case rationals = "Q"
    case complexNumbers = "C"
}

/// A function by its name.
package enum Function: String, Equatable, Sendable {
    case sine = "sin"
    case cosine = "cos"
    case tangent = "tan"
    case secant = "sec"
    case cosecant = "csc"
    case cotangent = "cot"
    case arcsine = "arcsin"
    case arccosine = "arccos"
    case arctangent = "arctan"
    case arcsecant = "arcsec"
    case arccosecant = "arccsc"
    case arccotangent = "arccot"
    case hyperbolicSine = "sinh"
    case hyperbolicCosine = "cosh"
    case hyperbolicTangent = "tanh"
    case hyperbolicSecant = "sech"
    case hyperbolicCosecant = "csch"
    case hyperbolicCotangent = "coth"
    case logarithm = "log"
    case naturalLogarithm = "ln"
    case exponential = "exp"
    /// The root of its first argument with the second as its degree.
    case root
    case absolute = "abs"
    case floor, ceiling, factorial
    case doubleFactorial = "double factorial"
    case binomial = "binom"
    case greatestCommonDivisor = "gcd"
    case leastCommonMultiple = "lcm"
    case maximum = "max"
    case minimum = "min"

    /// The inverse of a function that is written with the exponent -1, or nil if it has none here.
    var inverse: Function? {
        switch self {
        case .sine: .arcsine
        case .cosine: .arccosine
        case .tangent: .arctangent
        case .secant: .arcsecant
        case .cosecant: .arccosecant
        case .cotangent: .arccotangent
        default: nil
        }
    }
}

/// A relation between two operands.
package enum Relation: String, Equatable, Sendable {
    case equal = "="
    case notEqual = "≠"
    case less = "<"
    case lessOrEqual = "≤"
    case greater = ">"
    case greaterOrEqual = "≥"
    case approximately = "≈"
    case congruent = "≡"
    case member = "∈"

    /// Whether the relation orders its operands.
    var isOrder: Bool {
        switch self {
        case .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }

    /// Whether the relation says that its operands have the same value, exactly or nearly.
    var isEquality: Bool { self == .equal || self == .approximately || self == .congruent }
}

/// An operation on sets.
package enum SetOperation: String, Equatable, Sendable {
    case union = "∪"
    case intersection = "∩"
    case difference = "∖"
}
