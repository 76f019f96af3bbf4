/// Objects that were handed out and are used again when nobody holds them any longer, so that their memory need not be
/// asked for anew.
struct Spares<Object: AnyObject> {
    private var objects: [Object] = []
    private var oldest = 0

    /// How many objects are kept.
    private static var most: Int { 4 }

    /// An object that nobody else holds and that will do; nil when there is none.
    mutating func take(where isRight: (Object) -> Bool) -> Object? {
        for k in objects.indices where isKnownUniquelyReferenced(&objects[k]) && isRight(objects[k]) {
            return objects[k]
        }
        return nil
    }

    /// Keeps an object that was made because there was none, in the place of the oldest where there are enough.
    mutating func keep(_ object: Object) {
        if objects.count < Self.most { return objects.append(object) }
        objects[oldest] = object
        oldest = (oldest + 1) % Self.most
    }
}
