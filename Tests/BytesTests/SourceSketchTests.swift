import TestSupport
import Testing

@testable import Bytes

@Suite("The sketch of keys under several tags")
struct SourceSketchTests {
    @Test("finds every key that was inserted under several tags, and few others", arguments: [2, 7, 300])
    func noneMissed(_ tags: Int) {
        var random = SeededRandom(UInt64(tags))
        let sketch = SourceSketch(keys: 1 << 16)
        let sets = (0..<tags).map { _ in (0..<200).map { _ in random.next() } }
        let common = (0..<50).map { _ in random.next() }
        for (tag, keys) in sets.enumerated() { sketch.insert(keys + (tag < 2 ? common : []), tag: tag) }
        var found: [Int] = []
        sketch.shared(among: common, into: &found)
        #expect(found == Array(common.indices))
        let single = sets.prefix(254).flatMap { $0 }
        sketch.shared(among: single, into: &found)
        #expect(found == found.sorted() && found.count < single.count)
        // About as many share a slot with a key of another tag as there are taken slots.
        let share = Double(found.count) / Double(single.count)
        #expect(share < 0.1 + Double(sets.count * 200) / Double(1 << 16))
    }

    @Test("a key under one tag, however often, is under no other; nor is one that was not inserted")
    func once() {
        let sketch = SourceSketch(keys: 1)
        let keys = (0..<100).map { UInt64($0) << 48 }
        for _ in 0..<3 { sketch.insert(keys, tag: 253) }
        var found = [7]
        sketch.shared(among: keys + [UInt64.max], into: &found)
        #expect(found == [])
        sketch.insert([keys[3], keys[5]], tag: 0)
        sketch.shared(among: keys, into: &found)
        #expect(found == [3, 5])
    }

    @Test("tags beyond those that it can tell apart are several")
    func manyTags() {
        let sketch = SourceSketch(keys: 1)
        sketch.insert([1 << 60], tag: 254)
        var found: [Int] = []
        sketch.shared(among: [1 << 60, 1 << 61], into: &found)
        #expect(found == [0])
    }
}
