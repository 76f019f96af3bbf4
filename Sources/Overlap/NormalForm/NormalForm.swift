import Bytes

/// The form in which the program compares questions with benchmark items, with each other, and with recordings that are
/// joined by `"join": "normalized"`: one form for all three.
///
/// | what | becomes |
/// | --- | --- |
/// | compatibility variants of characters (`ﬁ`, `ｘ`, `½`, combining accents) | Unicode's NFKC, by own tables |
/// | upper case | lower case, by Unicode's full mapping; a final sigma is a sigma |
/// | white space, `~`, `\,`, `\quad`, `\left`, `\displaystyle`, `\text{}`, `\mathbf{}`, `align` and the like | nothing |
/// | `$`, `$$`, `\(`, `\[`, braces, commas, full stops, quotes, hyphens, dashes, ellipses | nothing |
/// | characters of the categories Cf and Cc, such as U+200B and the soft hyphen | nothing |
/// | `\dfrac`, `\tfrac`, `\frac`; `\le`, `\leq`, `≤`; `\times`, `\cdot`, `×`; `\angle`, `∠`; `π`, `\pi` | one word each |
/// | `\frac12`, `\frac{1}{2}` | `frac 1 2` |
/// | letters | words; in a formula, letters with nothing but white space between them are one word: `k x` is `kx` |
/// | digits | numbers; `1,000`, `1{,}000` and `1\,000` are `1000`, `.5` is `0.5` |
/// | `+`, `=`, `<`, `>`; `-` and `/` in a formula or before a number | symbols |
/// | brackets, `^`, `_`, bars, `!` behind a digit, primes in a formula | marks |
/// | a character of Han, Kana, Bopomofo, Thai, Lao, Khmer or Myanmar | a word of its own |
/// | `Problem 3.`, `12)` at the beginning of a text | nothing |
///
/// NFKC comes from the program's own tables (Unicode 9.0's normalization and 14.0's compatibility mappings), letters and
/// numbers from those of Unicode 16.0; only case and the category of other characters outside ASCII come from the Swift
/// library that the program was built with, which is a change of versions for characters newly assigned alone.
package enum NormalForm {
    /// Returns the form of a well-formed UTF-8 text: its units, with a space between them.
    ///
    /// A text without any unit, such as one of punctuation alone, is its own form.
    package static func of(_ text: ByteView) -> [UInt8] {
        var units = TextUnits()
        units.read(text)
        return units.count == 0 ? text.trimmed.array : units.form
    }
}
