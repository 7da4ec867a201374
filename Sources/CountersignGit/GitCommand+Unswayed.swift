import CountersignObjects

/// How git is run where nothing around the objects may sway what it says of them.
extension GitCommand {
    /// Has git read objects as they are stored: no replace refs and no grafts. For the environment.
    public static let asStored: [String: String?] = ["GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": "/dev/null"]

    /// Has git heed no attributes of the user's or of `HEAD`; those of a work tree it reads where it runs. Options.
    public static let withoutAttributes = [
        "-c", "core.attributesFile=/dev/null", "-c", "attr.tree=\(ObjectID.emptyTree.hex)",
    ]
}
