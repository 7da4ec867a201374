/// What takes long in a large history, besides reading its commits.
public enum HistoryWork: Hashable, Sendable {
    /// Looking at the trees of commits for a policy that differs from their parents'.
    case policies
    /// Comparing merges with what their parents come to.
    case merges
    /// Finding out what commits change.
    case changes
}
