/// The rule that decided a comparison.
package enum GradeRule: String, Sendable, CaseIterable {
    /// The two texts are equal up to spaces and style.
    case sameText = "same_text"
    /// The letters of choices were compared.
    case choice
    /// Two rational numbers were compared.
    case exact
    /// Values modulo primes of 61 bits at random points were compared.
    case modular
    /// Intervals that contain the values were compared.
    case interval
    /// One value is the other one rounded at its last digit.
    case rounded
    /// The difference is within the tolerance that was set.
    case tolerance
    /// Digits in a base, of which one text names none, were compared.
    case base
    /// Items were compared without order.
    case items
    /// Tuples, vectors or matrices were compared part by part.
    case parts
    /// Sets of real numbers were compared by their intervals.
    case realSet = "real_set"
    /// Equations were compared up to a factor.
    case equation
    /// Inequalities were compared up to a positive factor.
    case inequality
    /// General solutions were compared up to the name and the shift of their integer.
    case family
    /// Ratios were compared.
    case ratio
    /// Single words were compared.
    case words
    /// The answer is of another kind than the reference, such as a number for a matrix.
    case kind
    /// The last value that a text names was compared.
    case lastValue = "last_value"
    /// The response has no answer.
    case noAnswer = "no_answer"
    /// The response ends before its answer.
    case cutOff = "cut_off"
    /// A text of several words was not decided.
    case freeText = "free_text"
    /// No value could be computed.
    case noValue = "no_value"
    /// The budget of operations was spent.
    case budget
    /// There is no reference.
    case noReference = "no_reference"
}

/// What a comparison of two trees came to.
enum Decision: Equatable {
    case equal(GradeRule)
    case different(GradeRule)
    case unknown(GradeRule)

    var isEqual: Bool {
        if case .equal = self { return true }
        return false
    }

    var isUnknown: Bool {
        if case .unknown = self { return true }
        return false
    }

    var rule: GradeRule {
        switch self {
        case .equal(let rule), .different(let rule), .unknown(let rule): rule
        }
    }
}
