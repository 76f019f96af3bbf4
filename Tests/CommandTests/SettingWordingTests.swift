import Messages
import Recipes
import Synthesis
import Testing

@testable import curate

@Suite("Faults in settings, in words")
struct SettingWordingTests {
    @Test(
        "name the option and what is expected, with exit status 2",
        arguments: [
            (.noAssignment, "--set x=\\u{1b}: expected KEY=VALUE, such as --set sample.target=500"),
            (.tooManyNames(most: 7), "--set x=\\u{1b}...: a key of more than 7 names"),
            (.emptyList(before: "0"), "--set x=\\u{1b}: the list before \"0\" is empty; give the whole list, in JSON"),
            (
                .noElement("9", of: 2, names: []),
                "--set x=\\u{1b}: the list has no element \"9\"; expected a number below 2"
            ),
            (
                .noElement("z", of: 2, names: ["A", "B\n"]),
                "--set x=\\u{1b}: the list has no element \"z\"; expected a number below 2 or A or B⏎"
            ),
            (
                .noKeys(found: "the number 5", before: "y"),
                "--set x=\\u{1b}: found the number 5 before \"y\", which has no keys"
            ),
        ] as [(SettingFault.Kind, String)])
    func words(_ kind: SettingFault.Kind, _ words: String) {
        let error = SettingFault("x=\u{1B}", kind).error
        #expect(error.message == words && error.status == 2)
    }

    @Test("of a long setting only the beginning is shown where its key has too many names")
    func long() {
        let setting = String(repeating: "ab.", count: 50)
        #expect(
            SettingFault(setting, .tooManyNames(most: 100)).error.message
                == "--set \(setting.prefix(60))...: a key of more than 100 names")
    }
}
