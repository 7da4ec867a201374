extension String {
    /// Whether both texts are the same bytes.
    ///
    /// Swift's own `==` takes canonically equivalent characters for equal, and so would take the Kelvin sign for a K.
    func hasSameBytes(as other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
