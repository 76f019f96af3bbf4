import TestSupport
import Testing

@testable import Files

@Suite("The mark of a synthetic pool")
struct SyntheticMarkerTests {
    @Test(
        "covers the files of its folder and of two levels below, whether or not they exist",
        arguments: [("f", true), ("a/f", true), ("a/b/f", true), ("a/b/c/f", false), ("a/b/c/d/f", false)])
    func depth(_ name: String, _ isCovered: Bool) {
        let folder = TemporaryFolder()
        #expect(!SyntheticMarker.covers(folder.path + "/pool/" + name))
        folder.write("pool/" + SyntheticMarker.name, "{}")
        #expect(SyntheticMarker.covers(folder.path + "/pool/" + name) == isCovered)
        #expect(!SyntheticMarker.covers(folder.path + "/beside/" + name))
    }

    @Test("is a file, and no folder of its name")
    func folder() {
        let folder = TemporaryFolder()
        folder.write(SyntheticMarker.name + "/f", "")
        #expect(!SyntheticMarker.covers(folder.path + "/a"))
    }
}
