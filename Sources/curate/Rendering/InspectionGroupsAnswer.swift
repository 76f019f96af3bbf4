import Answers
import Bytes
import Messages

/// The answer of `curate inspect --group-by`.
extension InspectionGroups: Answer {
    var json: JSON {
        [
            "stage": .string(stage.rawValue), "by": .string(property.rawValue), "count": JSON(count),
            "groups": .list(groups.map { ["name": .optional($0.name), "count": JSON($0.count)] }),
        ]
    }

    func lines(columns: Int) -> [String] {
        var table = TextTable(rightAligned: [1])
        for group in groups { table.add([group.name ?? "(none)", Wording.grouped(group.count)]) }
        return table.lines(columns: columns)
    }
}
