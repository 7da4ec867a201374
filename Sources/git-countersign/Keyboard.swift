import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Single keys from the terminal on standard input.
enum Keyboard {
    /// One key.
    enum Key: Equatable {
        case character(Character)
        /// A key that stands for no single character, such as an arrow.
        case other
        /// The end of input, or an interrupt: no more keys.
        case end
    }

    static var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

    /// Asks a question, waits for one key, and shows it.
    ///
    /// Keys pressed before are dropped: nobody answers a question that he has not seen.
    static func ask(_ question: String) throws(Failure) -> Key {
        var before = termios()
        guard tcgetattr(STDIN_FILENO, &before) == 0 else {
            throw Failure("can't read keys: \(String(cString: strerror(errno)))")
        }
        var raw = before
        raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ISIG)
        mode.withLock { $0 = before }
        defer { restore() }
        guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw) == 0 else {
            throw Failure("can't read keys: \(String(cString: strerror(errno)))")
        }
        try Terminal.print(question)
        let key = try key()
        if case .character(let character) = key {
            try Terminal.print("\(character)\n")
        } else {
            try Terminal.print("\n")
        }
        return key
    }

    /// The terminal's own mode, while it is in another.
    private static let mode = Mutex<termios?>(nil)

    /// Gives the terminal back as it was before a question.
    static func restore() {
        mode.withLock { mode in
            guard var before = mode else { return }
            _ = tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
            mode = nil
        }
    }

    /// A key that sends several bytes is none that anybody asks for: the rest is dropped with the mode.
    private static func key() throws(Failure) -> Key {
        var byte: UInt8 = 0
        while true {
            let count = systemRead(&byte)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw Failure("can't read keys: \(String(cString: strerror(errno)))") }
            switch byte {
            case _ where count == 0, Control.interrupt, Control.endOfInput: return .end
            case 0x20..<0x7f: return .character(Character(Unicode.Scalar(byte)))
            default: return .other
            }
        }
    }

    private enum Control {
        static let interrupt: UInt8 = 3
        static let endOfInput: UInt8 = 4
    }

    private static func systemRead(_ byte: inout UInt8) -> Int {
        #if canImport(Glibc)
            Glibc.read(STDIN_FILENO, &byte, 1)
        #elseif canImport(Musl)
            Musl.read(STDIN_FILENO, &byte, 1)
        #else
            Darwin.read(STDIN_FILENO, &byte, 1)
        #endif
    }
}
