/// The elements that are open while HTML is read, the innermost last: which tag ends which where end tags are left out.
///
/// It follows the HTML standard, section 13.2.6, as far as a plain text shows it. Elements in a line with other text
/// are not kept, and an end tag whose element is not open is none.
struct HTMLOpenElements {
    private(set) var elements: [HTMLElement] = []
    /// How many of them keep white space.
    private(set) var preformatted = 0
    /// More are not kept: to look through them takes time for each tag.
    private static let most = 512

    /// Forgets all.
    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        preformatted = 0
    }

    /// Whether more may lie in one another than are kept, so that an end tag may be that of another.
    var areFull: Bool { elements.count >= Self.most }

    /// Opens an element; calls with each that ends where it begins.
    mutating func open(_ element: HTMLElement, ended: (HTMLElement) -> Void) {
        if element.isInLine { return }
        if element.endsParagraph { close({ $0 == .p }, upTo: \.boundsText, ended) }
        switch element {
        case .li: close({ $0 == .li }, upTo: \.boundsItem, ended)
        case .dd, .dt: close({ $0 == .dd || $0 == .dt }, upTo: \.boundsItem, ended)
        case .option: closeLast({ $0 == .option }, ended)
        case .optgroup:
            closeLast({ $0 == .option }, ended)
            closeLast({ $0 == .optgroup }, ended)
        case .h1, .h2, .h3, .h4, .h5, .h6: closeLast(\.isHeading, ended)
        case .caption, .tbody, .thead, .tfoot: closeParts(\.isPartOfTable, ended)
        case .tr: closeParts({ $0 == .tr || $0 == .td || $0 == .th || $0 == .caption }, ended)
        case .td, .th: closeParts({ $0 == .td || $0 == .th || $0 == .caption }, ended)
        default: break
        }
        if element.isVoid || areFull { return }
        elements.append(element)
        if element.isPreformatted { preformatted += 1 }
    }

    /// Closes the element that an end tag names; calls with each that ends there, the named one last.
    ///
    /// Returns false when it is not open.
    mutating func close(_ element: HTMLElement, ended: (HTMLElement) -> Void) -> Bool {
        switch element {
        case .p: close({ $0 == .p }, upTo: \.boundsText, ended)
        case .li: close({ $0 == .li }, upTo: { $0 == .ul || $0 == .ol || $0.boundsText }, ended)
        case _ where element.isHeading: close(\.isHeading, upTo: \.boundsText, ended)
        case .table, .tbody, .thead, .tfoot, .tr, .td, .th, .caption:
            close({ $0 == element }, upTo: { $0 == .table && element != .table }, ended)
        default: close({ $0 == element }, upTo: \.boundsText, ended)
        }
    }

    // MARK: - Looking for what ends

    /// Closes the innermost element of a kind and all in it, unless another lies between that bounds it.
    @discardableResult
    private mutating func close(
        _ isWanted: (HTMLElement) -> Bool, upTo bounds: (HTMLElement) -> Bool, _ ended: (HTMLElement) -> Void
    ) -> Bool {
        for place in elements.indices.reversed() {
            if isWanted(elements[place]) {
                close(from: place, ended)
                return true
            }
            if bounds(elements[place]) { return false }
        }
        return false
    }

    private mutating func closeLast(_ isWanted: (HTMLElement) -> Bool, _ ended: (HTMLElement) -> Void) {
        if let last = elements.last, isWanted(last) { close(from: elements.count - 1, ended) }
    }

    /// Closes the outermost element of a kind in the innermost table, and all in it.
    private mutating func closeParts(_ isWanted: (HTMLElement) -> Bool, _ ended: (HTMLElement) -> Void) {
        let table = elements.lastIndex(of: .table) ?? -1
        guard let place = elements[(table + 1)...].firstIndex(where: isWanted) else { return }
        close(from: place, ended)
    }

    private mutating func close(from place: Int, _ ended: (HTMLElement) -> Void) {
        while elements.count > place {
            let element = elements.removeLast()
            if element.isPreformatted { preformatted -= 1 }
            ended(element)
        }
    }
}

extension HTMLElement {
    /// Whether it lies between a text and what lies around a table, so that no tag in it ends anything outside.
    fileprivate var boundsText: Bool { self == .td || self == .th || self == .caption || self == .table }

    /// Whether an item of a list that begins in it is of another list.
    fileprivate var boundsItem: Bool { self != .address && self != .div && self != .p }

    fileprivate var isPartOfTable: Bool {
        switch self {
        case .caption, .tbody, .thead, .tfoot, .tr, .td, .th: true
        default: false
        }
    }
}
