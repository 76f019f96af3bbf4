import Bytes
import Messages
import Stages

/// A row of an export as an example, in which long texts are shortened.
enum CardExample {
    /// The most scalars of a text, and the most elements of a list.
    ///
    /// Not characters: one can have any number of scalars.
    private static let (longest, most) = (200, 4)

    /// Returns a row with its texts and lists shortened, each with an ellipsis at its end.
    static func shortened(_ row: JSON) -> JSON {
        switch row {
        case .string(let text):
            let scalars = text.unicodeScalars
            guard let end = scalars.index(scalars.startIndex, offsetBy: longest, limitedBy: scalars.endIndex),
                end != scalars.endIndex
            else { return .string(text) }
            return .string(String(scalars[..<end]) + "…")
        case .list(let list):
            return .list(list.prefix(most).map(shortened) + (list.count > most ? ["…"] : []))
        case .object(let object):
            var short = JSONObject()
            for member in object.members { short[member.name] = shortened(member.value) }
            return .object(short)
        default: return row
        }
    }

    /// Returns the lines that load a configuration with the library `datasets`.
    static func loading(_ configuration: String, split: String) -> String {
        """
        ```python
        from datasets import load_dataset

        # The folder that holds this card, or its id on the hub.
        rows = load_dataset(".", "\(configuration)", split="\(split)")
        ```
        """
    }
}
