import Testing

@testable import CountersignGit

@Suite("Errors from libgit2")
struct GitErrorTests {
    @Test(
        "the system's text tells a full disk from one that can't be written to",
        arguments: [
            ("failed to write loose object: No space left on device", "diskFull"),
            ("could not write: Disk quota exceeded", "diskFull"),
            ("failed to create locked file 'x.lock': Permission denied", "readOnly"),
            ("failed to create locked file 'x.lock': Read-only file system", "readOnly"),
            ("something else", "other"),
        ])
    func systemTexts(message: String, kind: String) {
        let error = GitError.of(code: -1, klass: 2, message: message, doing: "storing a blob")
        switch error {
        case .diskFull(let text): #expect(kind == "diskFull" && text == message)
        case .readOnly(let text): #expect(kind == "readOnly" && text == message)
        default: #expect(kind == "other")
        }
        #expect((error.advice == nil) == (kind == "other"))
        #expect(error.description.contains(message))
    }
}
