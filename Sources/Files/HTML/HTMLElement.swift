import Bytes

/// The HTML elements that affect the plain text: all that are not inline.
enum HTMLElement: String, CaseIterable {
    case address, article, aside, blockquote, body, br, caption, center, datalist, dd, details, dialog, dir, div, dl,
        dt,
        fieldset,
        figcaption, figure, footer, form, h1, h2, h3, h4, h5, h6, header, hgroup, hr, img, legend, li, listing, main,
        menu, nav, ol, optgroup, option, p, pre, script, search, section, select, style, sub, summary, sup, table,
        tbody, td,
        textarea, tfoot, th, thead, title, tr, ul, xmp

    /// The number of line breaks between it and the surrounding text in a browser's style sheet; two make an empty
    /// line.
    var breaks: Int {
        switch self {
        case .p, .h1, .h2, .h3, .h4, .h5, .h6, .ul, .ol, .dl, .dir, .menu, .table, .blockquote, .form, .fieldset, .hr,
            .pre, .listing, .xmp, .textarea:
            2
        case .address, .article, .aside, .body, .caption, .center, .dd, .details, .dialog, .div, .dt, .figcaption,
            .figure, .footer, .header, .hgroup, .legend, .li, .main, .nav, .optgroup, .option, .search, .section,
            .summary, .tbody, .tfoot, .thead, .tr:
            1
        case .br, .datalist, .img, .script, .select, .style, .sub, .sup, .td, .th, .title: 0
        }
    }

    /// Whether it has no content and no end tag.
    var isVoid: Bool { self == .br || self == .hr || self == .img }

    /// Whether it is inline, so that only its own end tag closes it.
    var isInLine: Bool { self == .sub || self == .sup }

    var isHeading: Bool {
        switch self {
        case .h1, .h2, .h3, .h4, .h5, .h6: true
        default: false
        }
    }

    /// Whether its white space is preserved.
    var isPreformatted: Bool { self == .pre || self == .listing || self == .xmp || self == .textarea }

    /// Whether its contents up to the end tag are not parsed as markup.
    var isRaw: Bool {
        switch self {
        case .script, .style, .title, .textarea, .xmp: true
        default: false
        }
    }

    /// Whether its start tag closes an open paragraph.
    var endsParagraph: Bool {
        switch self {
        case .body, .br, .caption, .datalist, .img, .legend, .optgroup, .option, .script, .select, .style, .sub, .sup,
            .tbody, .td,
            .textarea, .tfoot, .th, .thead, .title, .tr:
            false
        default: true
        }
    }

    // MARK: - Names

    /// Creates the element with a name, in upper or lower case, or nil if the element does not affect the plain text.
    init?(_ name: ByteView) {
        guard name.count <= Self.longestName else { return nil }
        let found = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.longestName) { lower in
            for offset in 0..<name.count {
                let byte = name[offset]
                lower[offset] = byte &- 0x41 < 26 ? byte | 0x20 : byte
            }
            return Self.names.existingIndex(of: ByteView(UnsafeBufferPointer(rebasing: lower[..<name.count])))
        }
        guard let found else { return nil }
        self = Self.allCases[found]
    }

    private static let names: StringTable = allCases.reduce(into: StringTable()) { names, element in
        _ = element.rawValue.withByteView { names.index(of: $0) }
    }
    private static let longestName = 10
}
