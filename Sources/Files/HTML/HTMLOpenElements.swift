/// The stack of open HTML elements, innermost last, which determines what a tag closes where end tags are omitted.
///
/// It follows section 13.2.6 of the HTML standard as far as it affects plain text. Inline elements are not tracked, and
/// an end tag without an open element is ignored.
struct HTMLOpenElements {
    private(set) var elements: [HTMLElement] = []
    /// The number of open elements that preserve white space.
    private(set) var preformatted = 0
    /// The maximum number of elements tracked, since each tag may search all of them.
    private static let most = 512

    /// Removes all elements.
    mutating func removeAll() {
        elements.removeAll(keepingCapacity: true)
        preformatted = 0
    }

    /// Whether the stack is full, so that an end tag may belong to an element that is not tracked.
    var areFull: Bool { elements.count >= Self.most }

    /// Opens an element and calls `ended` with each element that its start tag closes.
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

    /// Closes the element named by an end tag, and calls `ended` with each element this closes, the named one last.
    ///
    /// Returns false if the element is not open.
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

    /// Closes the innermost element that satisfies `isWanted` and all elements inside it, unless one that satisfies
    /// `bounds` is in between.
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

    /// Closes the outermost element of a kind in the innermost table, and all elements inside it.
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
    /// Whether it separates its contents from the text around a table, so that no tag inside closes an element outside.
    fileprivate var boundsText: Bool { self == .td || self == .th || self == .caption || self == .table }

    /// Whether a list item that starts inside it belongs to another list.
    fileprivate var boundsItem: Bool { self != .address && self != .div && self != .p }

    fileprivate var isPartOfTable: Bool {
        switch self {
        case .caption, .tbody, .thead, .tfoot, .tr, .td, .th: true
        default: false
        }
    }
}
