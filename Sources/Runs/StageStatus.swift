import Bytes
import Files

/// Whether the results of a stage are up to date, and if not, why.
package enum StageStatus: Equatable, Sendable {
    case upToDate
    case neverRan
    case toolChanged(before: String)
    case settingChanged(path: String, before: JSON?, after: JSON?)
    case inputChanged(String)
    case inputAdded(String)
    case inputRemoved(String)
    case outputChanged(String)
    case outputMissing(String)

    /// The reason in words.
    package var reason: String {
        switch self {
        case .upToDate: return "up to date"
        case .neverRan: return "it has not run yet"
        case .toolChanged(let before): return "it was run by version \(before), and this is \(Tool.version)"
        case .settingChanged(let path, let before, let after):
            return "\(path) changed from \(JSON.Difference.inWords(before)) to \(JSON.Difference.inWords(after))"
        case .inputChanged(let path): return "\(path) changed"
        case .inputAdded(let path): return "\(path) is new"
        case .inputRemoved(let path): return "\(path) is missing"
        case .outputChanged(let path): return "\(path) has changed since it was written"
        case .outputMissing(let path): return "\(path) is missing"
        }
    }
}
