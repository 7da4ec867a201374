import CountersignObjects

/// How git is run where nothing around the objects may sway what it says of them.
extension GitCommand {
    /// The environment that has git read objects as they are stored: no replace refs and no grafts.
    public static let asStored: [String: String?] = ["GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null"]

    /// The options that have git heed no attributes of the user's or of `HEAD`.
    ///
    /// Those of a work tree it still reads, where it runs in one.
    public static let withoutAttributes = [
        "-c", "core.attributesFile=/dev/null", "-c", "attr.tree=\(ObjectID.emptyTree.hex)",
    ]
}
