/// How signs are read that stand for two values each.
struct SignReading: Equatable {
    /// Whether degrees are converted to radians, or are plain numbers.
    var radians = false
    /// Whether a percentage is divided by a hundred, or is a plain number.
    var fractions = false
    /// Whether a logarithm without a base is the natural one, or the decimal one.
    var naturalLogarithms = false

    /// Returns the node without degrees, percentages and units.
    func resolve(_ node: Node) -> Node {
        switch node {
        case .degrees(let value):
            let plain = resolve(value)
            return radians ? SignReading.inRadians(plain) : plain
        case .percent(let value):
            let plain = resolve(value)
            return fractions ? .product([plain, .number(SignReading.hundredth)]) : plain
        case .quantity(let value, _): return resolve(value)
        case .function(.logarithm, let arguments) where arguments.count == 1 && naturalLogarithms:
            return .function(.naturalLogarithm, arguments.map(resolve))
        case .function(let function, let arguments) where function.takesAngle:
            var inner = self
            inner.radians = true
            return .function(function, arguments.map(inner.resolve))
        default: return node.mapChildren(resolve)
        }
    }

    private static func inRadians(_ node: Node) -> Node {
        .quotient(.product([node, .constant(.pi)]), .number(Numeral(180)))
    }

    private static let hundredth = Numeral(value: .powerOfTen(-2), digits: "", decimals: 0)
}

extension Function {
    /// Whether the argument is an angle.
    var takesAngle: Bool {
        switch self {
        case .sine, .cosine, .tangent, .secant, .cosecant, .cotangent: true
        default: false
        }
    }
}

extension Node {
    var hasDegrees: Bool {
        contains {
            if case .degrees = $0 { return true }
            return false
        }
    }

    var hasPercent: Bool {
        contains {
            if case .percent = $0 { return true }
            return false
        }
    }

    var hasPlainLogarithm: Bool {
        contains {
            if case .function(.logarithm, let arguments) = $0 { return arguments.count == 1 }
            return false
        }
    }
}
