import Bytes

/// A field with lists of messages: which of their members are the role and the text, and which roles there are.
struct SampledMessages {
    /// The path of the field.
    let path: String
    /// Whether every row of the sample has it.
    let isInEveryRow: Bool
    private let roleKey: String
    private let textKey: String
    private let messages: [JSONObject]
    /// The role of the one who asks, and of the one who answers, if there are messages of them.
    let asker: String?, answerer: String?
    /// Whether somewhere an asker has several turns.
    let hasSeveralTurns: Bool

    /// Looks at a field; nil if it has other values than lists of messages.
    init?(_ field: SampledField) {
        let conversations = field.values.compactMap { $0.list?.compactMap(\.object) }.filter { !$0.isEmpty }
        let keys = [("role", "content"), ("from", "value"), ("role", "value"), ("from", "content")]
        guard conversations.count == field.values.count,
            let (roleKey, textKey) = keys.first(where: { role, text in
                conversations.allSatisfy { $0.allSatisfy { $0[role]?.string != nil && $0[text] != nil } }
            }), !conversations.isEmpty
        else { return nil }
        (path, isInEveryRow, self.roleKey, self.textKey) = (field.path, field.isInEveryRow, roleKey, textKey)
        messages = conversations.flatMap(\.self)
        let roles = Set(messages.compactMap { $0[roleKey]?.string })
        let asker = KnownNames.askers.first(where: roles.contains)
        self.asker = asker
        answerer = KnownNames.answerers.first(where: roles.contains)
        hasSeveralTurns = conversations.contains { $0.count { $0[roleKey]?.string == asker } > 1 }
    }

    /// Returns the placeholder of a member of the first message of a role.
    func placeholder(of role: String, _ member: String? = nil, _ filters: [String] = []) -> String {
        let path = "\(path)[\(roleKey)=\(role)].\(member ?? textKey)\(isInEveryRow && member == nil ? "" : "?")"
        return "{" + ([path, "first"] + filters).joined(separator: "|") + "}"
    }

    /// The texts of the messages of a role.
    func texts(of role: String, _ member: String? = nil) -> [String] {
        messages.filter { $0[roleKey]?.string == role }.compactMap { $0[member ?? textKey]?.string }
    }
}
