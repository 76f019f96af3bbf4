/// `curate man`: prints the manual page.
enum ManCommand: Command {
    static let name = "man"
    static let summary = "prints the manual page"
    static let options: [Option] = []
    static let commonOptions: [Option] = [.help, .version]
    static let discussion = "The page has the help of all commands, in the format that man reads."
    static let examples = [
        Example("curate man | man -l -", "shows the page"),
        Example("curate man > /usr/local/share/man/man1/curate.1", "installs it"),
    ]

    static func run(_ arguments: Arguments) throws {
        try Terminal.write(lines: ManualPage.lines)
    }
}
