import Bytes

/// A regular expression over UTF-8, which is looked for in time linear in the text, whatever it says.
///
/// The language is the part of Python's `re` that has this property, and means the same there:
///
/// | pattern | finds |
/// | --- | --- |
/// | `.` | any character but a line feed |
/// | `[abc]`, `[a-z]`, `[^a-z]` | one character of a set, or one that is not in it |
/// | `\d` `\w` `\s`, `\D` `\W` `\S` | a digit, a letter, digit or `_`, white space, of ASCII; any other character |
/// | `\n` `\t` `\r` `\f` `\v` `\0` `\xHH` `\x{H...}` `\uHHHH` `\UHHHHHHHH` | the character |
/// | `\` and a sign | the sign |
/// | `^` `$` | the start and the end of the text, or of a line under `(?m)` |
/// | `\A` `\Z` | the start and the end of the text |
/// | `\b` `\B` | where a word of ASCII begins or ends; where none does |
/// | `xy`, `x\|y` | one after another; one or the other, the first preferred |
/// | `x*` `x+` `x?` `x{2}` `x{2,}` `x{2,5}` | repetitions, as many as may be; with `?` behind, as few |
/// | `(...)`, `(?:...)`, `(?P<name>...)` | a group |
/// | `(?i)` `(?m)` `(?s)`, `(?i:...)`, `(?-i:...)` | ignore case; `^` and `$` at lines; `.` finds line feeds as well |
///
/// `$` is the very end, never before a last line feed. What refers back to a group, and what looks ahead or behind, is
/// refused.
package struct Pattern: Sendable, Equatable {
    /// The pattern as it was written.
    package let source: String
    let program: PatternProgram

    /// Reads a pattern; throws `PatternError` when it is not one.
    package init(_ source: String) throws(PatternError) {
        self.source = source
        program = try PatternProgram(PatternParser.parse(source))
    }

    /// True when both were written alike.
    package static func == (a: Pattern, b: Pattern) -> Bool { a.source == b.source }
}

/// Why a text is not a pattern.
package struct PatternError: Error, Equatable {
    /// The character at which it is wrong, from 1.
    package let position: Int
    /// What is wrong, and what to write.
    package let reason: String
}
