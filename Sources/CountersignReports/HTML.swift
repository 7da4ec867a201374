/// A piece of a page: the one way in which text gets there.
///
/// What a literal holds is markup; whatever is put into one is text and is escaped, for elements and for attributes in
/// double quotes alike. So text of others can hold no markup, wherever it comes from:
///
///     let cell: HTML = "<td>\(commit.subject)</td>"
///
/// Source: WHATWG HTML, "Writing HTML documents", 13.1.2 (attributes) and 13.1.3 (text).
struct HTML: ExpressibleByStringInterpolation {
    fileprivate(set) var text: String

    init(stringLiteral literal: StaticString) {
        text = literal.description
    }

    init(stringInterpolation: StringInterpolation) {
        text = stringInterpolation.text
    }

    /// A file of this module, such as a style sheet: never anything from outside.
    init(resource: [UInt8]) {
        text = String(decoding: resource, as: UTF8.self)
    }

    static func += (left: inout HTML, right: HTML) { left.text += right.text }

    struct StringInterpolation: StringInterpolationProtocol {
        typealias StringLiteralType = StaticString
        fileprivate var text = ""

        init(literalCapacity: Int, interpolationCount: Int) {
            text.reserveCapacity(literalCapacity + 16 * interpolationCount)
        }

        mutating func appendLiteral(_ literal: StaticString) { text += literal.description }

        /// Text on one line.
        mutating func appendInterpolation(_ text: String) { append(escaping: VisibleText.line(text)) }

        /// Text of several lines.
        mutating func appendInterpolation(paragraph text: String) { append(escaping: VisibleText.paragraph(text)) }

        /// A number as it stands in markup.
        mutating func appendInterpolation(_ number: some BinaryInteger) { text += String(number) }

        /// A number as people read it, in groups of three digits.
        mutating func appendInterpolation(count number: some BinaryInteger) { text += Grouped.digits(number) }

        /// A piece made elsewhere.
        mutating func appendInterpolation(_ html: HTML) { text += html.text }

        private mutating func append(escaping raw: String) {
            for byte in raw.utf8 where byte == 0x26 || byte == 0x3c || byte == 0x3e || byte == 0x22 || byte == 0x27 {
                return appendSlowly(raw)
            }
            text += raw
        }

        private mutating func appendSlowly(_ raw: String) {
            for scalar in raw.unicodeScalars {
                switch scalar {
                case "&": text += "&amp;"
                case "<": text += "&lt;"
                case ">": text += "&gt;"
                case "\"": text += "&quot;"
                case "'": text += "&#39;"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}

extension Sequence where Element == HTML {
    /// The pieces one after the other.
    func joined() -> HTML {
        var all: HTML = ""
        for piece in self { all += piece }
        return all
    }
}
