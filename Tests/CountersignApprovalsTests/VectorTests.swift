import CountersignApprovals
import CountersignObjects
import FoundationEssentials
import Testing

@Suite("Vectors made by another program")
struct VectorTests {
    private struct Approval: Decodable {
        let name: String
        let result: String
        let line: String
        let payload: String?
        let pae: String?
        let payloadDigest: String?
    }

    private struct Change: Decodable {
        struct Path: Decodable {
            let oldMode: String
            let newMode: String
            let oldID: String
            let newID: String
            let status: String
            let path: String
        }

        let name: String
        let changes: [Path]
        let digest: String?
    }

    private func vectors<Vector: Decodable>(_ name: String, _ type: Vector.Type) throws -> [Vector] {
        let file = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
        let data = try Data(contentsOf: URL(filePath: "/\(file)/Vectors/\(name)"))
        return try JSONDecoder().decode([Vector].self, from: data)
    }

    @Test("every approval vector is read, or refused for its own reason")
    func approvals() throws {
        let vectors = try vectors("approvals.json", Approval.self)
        #expect(vectors.count > 70)
        for vector in vectors {
            let code = Samples.code(line: Array(vector.line.utf8))
            #expect(code?.rawValue ?? "statement" == vector.result, "\(vector.name)")
        }
    }

    @Test("payload, signed bytes, digest and line of every vector are the same here")
    func encodings() throws {
        for vector in try vectors("approvals.json", Approval.self) {
            guard let payload = vector.payload.flatMap({ Data(base64Encoded: $0) }) else { continue }
            let envelope = try Envelope.parse(line: Array(vector.line.utf8))
            let signed = envelope.preAuthenticationEncoding.map { byte in
                (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
            #expect(envelope.payload == Array(payload), "\(vector.name)")
            #expect(signed.joined() == vector.pae, "\(vector.name)")
            #expect(envelope.payloadDigest.text == vector.payloadDigest, "\(vector.name)")
            #expect(envelope.line() == Array(vector.line.utf8), "\(vector.name)")
        }
    }

    @Test("every change vector has its digest, in whatever order it is given")
    func changeDigests() throws {
        let vectors = try vectors("change-digests.json", Change.self)
        #expect(vectors.count >= 10)
        for vector in vectors {
            let changes = try vector.changes.map(treeChange)
            #expect(changes.map(\.status) == vector.changes.compactMap(\.status.utf8.first), "\(vector.name)")
            #expect(ChangeDigest.compute(changes)?.text == vector.digest, "\(vector.name)")
            #expect(ChangeDigest.compute(changes.reversed())?.text == vector.digest, "\(vector.name)")
        }
    }

    private func treeChange(_ path: Change.Path) throws -> TreeChange {
        TreeChange(
            oldMode: try #require(UInt32(path.oldMode, radix: 8)),
            newMode: try #require(UInt32(path.newMode, radix: 8)),
            oldID: try #require(ObjectID(hex: path.oldID)), newID: try #require(ObjectID(hex: path.newID)),
            path: Array(try #require(Data(base64Encoded: path.path))))
    }
}
