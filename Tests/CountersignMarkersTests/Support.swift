import CountersignMarkers
import CountersignObjects

let ada = Ident(name: "Ada Moreno", email: "ada@corp.example", time: Timestamp(seconds: 0))

func person(_ name: String, _ email: String) -> Ident {
    Ident(name: name, email: email, time: Timestamp(seconds: 0))
}

func flagging(_ message: String, table: MarkerTable = .builtIn, note: String? = nil) -> Flagging {
    flagging(bytes: Array(message.utf8), table: table, note: note)
}

func flagging(bytes: [UInt8], table: MarkerTable = .builtIn, note: String? = nil) -> Flagging {
    table.flagging(
        author: ada, committer: ada, message: bytes, gitAINotes: [note].compactMap { $0.map { Array($0.utf8) } })
}

func flagging(author: Ident, committer: Ident = ada) -> Flagging {
    MarkerTable.builtIn.flagging(author: author, committer: committer, message: Array("m\n".utf8), gitAINotes: [])
}
