import Runs
import Synthesis

extension RunReason {
    /// The reason in words.
    var words: String {
        switch self {
        case .forced: "--force"
        case .outOfDate(let status): status.reason
        case .poolIsGenerated: "its pool is generated first"
        }
    }
}

extension SyntheticPool.Fault.Remedy {
    /// The remedy as the end of a message.
    var words: String {
        switch self {
        case .replaceOrNameAnother:
            "; replace it with --force, or keep it and name another folder (--out, or synth.out in the recipe)"
        case .moveOrReplace: "; move it away, or replace it with --force"
        }
    }
}
