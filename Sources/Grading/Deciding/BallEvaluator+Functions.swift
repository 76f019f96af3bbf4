extension BallEvaluator {
    mutating func apply(_ function: Function, _ arguments: [Node]) throws(EvaluationFault) -> ComplexBall {
        switch function {
        case .root:
            guard arguments.count == 2 else { throw .unsupported }
            let radicand = try value(arguments[0])
            guard let degree = exact(arguments[1]), let exponent = degree.reciprocal else { throw .unsupported }
            return try root(radicand, exponent)
        case .logarithm where arguments.count == 2:
            let argument = try logarithm(try value(arguments[0]))
            let base = try logarithm(try value(arguments[1]))
            return try defined(argument.quotient(base, bits: bits))
        case .binomial, .greatestCommonDivisor, .leastCommonMultiple, .factorial, .doubleFactorial:
            guard let value = exact(.function(function, arguments)) else { return try large(function, arguments) }
            return ComplexBall(Ball(value, bits: bits))
        case .maximum, .minimum: return try extreme(arguments, isMaximum: function == .maximum)
        default:
            guard arguments.count == 1 else { throw .unsupported }
            return try apply(function, try value(arguments[0]))
        }
    }

    // A factorial too large to be exact is a product of balls.
    private mutating func large(_ function: Function, _ arguments: [Node]) throws(EvaluationFault) -> ComplexBall {
        guard function == .factorial || function == .binomial, let first = exact(arguments[0])?.int, first >= 0,
            first < 20_000
        else { throw .unsupported }
        if function == .factorial { return ComplexBall(try product(1, through: first)) }
        guard let second = exact(arguments[1])?.int, second >= 0, second <= first else { throw .unsupported }
        let count = min(second, first - second)
        let top = try product(first - count + 1, through: first)
        return ComplexBall(try defined(top.quotient(try product(1, through: count), bits: bits)))
    }

    private mutating func product(_ first: Int, through last: Int) throws(EvaluationFault) -> Ball {
        var product = Ball.one
        guard first <= last else { return product }
        for factor in first...last {
            try budget.spend(4 + bits / 64)
            product = product.product(Ball(factor), bits: bits + 32)
        }
        return product
    }

    private mutating func extreme(_ arguments: [Node], isMaximum: Bool) throws(EvaluationFault) -> ComplexBall {
        var result: Ball?
        for argument in arguments {
            let value = try value(argument)
            guard value.isReal else { throw .unsupported }
            if let best = result {
                let difference = value.real.difference(best, bits: bits)
                guard !difference.containsZero else { throw .unsupported }
                if difference.isPositive == isMaximum { result = value.real }
            } else {
                result = value.real
            }
        }
        guard let result else { throw .unsupported }
        return ComplexBall(result)
    }

    private mutating func logarithm(_ value: ComplexBall) throws(EvaluationFault) -> ComplexBall {
        try budget.spend(40 * (8 + bits / 64 * bits / 64))
        return try defined(value.logarithm(bits: bits + 16))
    }

    private mutating func apply(_ function: Function, _ value: ComplexBall) throws(EvaluationFault) -> ComplexBall {
        switch function {
        case .exponential:
            try budget.spend(40 * (8 + bits / 64 * bits / 64))
            return try defined(value.exponential(bits: bits))
        case .naturalLogarithm: return try logarithm(value)
        case .logarithm:
            // Without a base it is the decimal one; what a text means by it is tried as another reading.
            let ten = try logarithm(ComplexBall(Ball(10)))
            return try defined(try logarithm(value).quotient(ten, bits: bits))
        case .absolute: return ComplexBall(try defined(value.magnitude(bits: bits)))
        case .floor, .ceiling:
            guard value.isReal else { throw .unsupported }
            let argument = function == .floor ? value.real : -value.real
            guard let floor = argument.floor else { throw .unsupported }
            let ball = Ball(Rational(floor), bits: bits)
            return ComplexBall(function == .floor ? ball : -ball)
        case .hyperbolicSine, .hyperbolicCosine, .hyperbolicTangent, .hyperbolicSecant, .hyperbolicCosecant,
            .hyperbolicCotangent:
            return try hyperbolic(function, value)
        default: return try trigonometric(function, value)
        }
    }

    private mutating func hyperbolic(_ function: Function, _ value: ComplexBall) throws(EvaluationFault) -> ComplexBall
    {
        try budget.spend(60 * (8 + bits / 64 * bits / 64))
        let positive = try defined(value.exponential(bits: bits + 16))
        let negative = try defined(ComplexBall.one.quotient(positive, bits: bits + 16))
        let sine = positive.difference(negative, bits: bits + 16)
        let cosine = positive.sum(negative, bits: bits + 16)
        let two = ComplexBall(Ball(2))
        let result: ComplexBall? =
            switch function {
            case .hyperbolicSine: sine.quotient(two, bits: bits)
            case .hyperbolicCosine: cosine.quotient(two, bits: bits)
            case .hyperbolicTangent: sine.quotient(cosine, bits: bits)
            case .hyperbolicSecant: two.quotient(cosine, bits: bits)
            case .hyperbolicCosecant: two.quotient(sine, bits: bits)
            default: cosine.quotient(sine, bits: bits)
            }
        return try defined(result)
    }

    private mutating func trigonometric(
        _ function: Function, _ value: ComplexBall
    ) throws(EvaluationFault) -> ComplexBall {
        try budget.spend(60 * (8 + bits / 64 * bits / 64))
        guard value.isReal else { throw .unsupported }
        switch function {
        case .arcsine, .arccosine, .arctangent, .arcsecant, .arccosecant, .arccotangent:
            return ComplexBall(try inverse(function, value.real))
        default: break
        }
        let (cosine, sine) = try defined(value.real.cosineAndSine(bits: bits + 16))
        let result: Ball? =
            switch function {
            case .sine: sine
            case .cosine: cosine
            case .tangent: sine.quotient(cosine, bits: bits)
            case .secant: Ball.one.quotient(cosine, bits: bits)
            case .cosecant: Ball.one.quotient(sine, bits: bits)
            default: cosine.quotient(sine, bits: bits)
            }
        return ComplexBall(try defined(result))
    }

    private mutating func inverse(_ function: Function, _ value: Ball) throws(EvaluationFault) -> Ball {
        let work = bits + 16
        switch function {
        case .arcsecant, .arccosecant:
            let reciprocal = try defined(Ball.one.quotient(value, bits: work))
            return try inverse(function == .arcsecant ? .arccosine : .arcsine, reciprocal)
        case .arccotangent:
            let reciprocal = try defined(Ball.one.quotient(value, bits: work))
            return try defined(reciprocal.arctangent(bits: bits))
        case .arctangent: return try defined(value.arctangent(bits: bits))
        case .arccosine:
            let sine = try inverse(.arcsine, value)
            return Ball.pi(bits: bits).shifted(-1).difference(sine, bits: bits)
        default:
            // arcsin x = 2 arctan(x / (1 + sqrt(1 - x^2)))
            let rest = Ball.one.difference(value.product(value, bits: work), bits: work)
            let root = try defined(rest.squareRoot(bits: work))
            let ratio = try defined(value.quotient(Ball.one.sum(root, bits: work), bits: work))
            return try defined(ratio.arctangent(bits: work)).shifted(1)
        }
    }
}
