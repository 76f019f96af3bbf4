import Messages
import Recipes

extension SettingFault {
    /// The fault as the program reports it.
    var error: CurationError { .usage(words) }

    /// A description of the fault in a value of `--set`.
    private var words: Message {
        switch kind {
        case .noAssignment: "--set \(assignment): expected KEY=VALUE, such as --set sample.target=500"
        case .tooManyNames(let most): "--set \(String(assignment.prefix(60)))...: a key of more than \(most) names"
        case .emptyList(let name):
            "--set \(assignment): the list before \"\(name)\" is empty; give the whole list, in JSON"
        case .noElement(let name, let count, let names):
            "--set \(assignment): the list has no element \"\(name)\"; expected a number below \(count)"
                + (names.isEmpty ? "" : " or \(listed(names))")
        case .noKeys(let found, let name): "--set \(assignment): found \(found) before \"\(name)\", which has no keys"
        }
    }
}
