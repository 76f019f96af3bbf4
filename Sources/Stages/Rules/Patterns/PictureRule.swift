import Bytes

/// Drops a question that refers to a picture in a notation of Markdown, HTML, LaTeX, BBCode, a wiki or
/// reStructuredText, by a link or by a data URI: the text does not have what the picture shows.
struct PictureRule: PatternRule {
    static let name = ImageRule.name
    static let documentation = RuleDocumentation.drops(
        name,
        when:
            "its text has a picture: as Markdown, HTML or `\\includegraphics`, as a link to a file of an image, as a data "
            + "URI, or as a mark such as `[image]`",
        pattern: matchers.pattern.source, example: "Find $x$. ![](https://cdn.example.org/17.png)", source: .s1Intent)

    static let matchers = PatternMatchers(anyOf: [
        // Markdown, whose text may have brackets; the mark of s1 stands without an address, too.
        #"!\[[^\n\]]*(?:\[[^\n\]]*\][^\n\]]*)*\](?:\([^)\n]*\)?|\[[^\]\n]*\]?)"#,
        #"!\[(?i:image|img|figure|picture|diagram)[^\n\]]*\]"#,
        // HTML, also with its sign escaped.
        #"(?i:<|&lt;)(?i:img|svg|picture|figure|canvas)\b[^>\n]*>?"#,
        #"\\include(?:graphics|svg)\b(?:\[[^\]\n]*\])?(?:\{[^}\n]*\}?)?|\\epsf(?:ig|box)\b"#,
        #"(?i:data:image/[a-z0-9.+-]+[;,])"#,
        #"(?i:(?:https?://|www\.)[^ \t\r\n<>"']*\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|heic|avif)\b)"#,
        #"(?i:https?://(?:i\.)?imgur\.com/[a-z0-9]+)"#,
        // Marks that conversions leave in the place of a picture.
        #"(?i:\[(?:image|img|picture)(?:[ _]?[0-9]+| ?[:=#][^\]\n]*| (?:omitted|removed|missing|here|not shown))?\])"#,
        #"(?i:<image(?:[ _]?[0-9]+)?>|\[\[(?:file|image):|\.\. (?:image|figure)::)"#,
    ])
}
