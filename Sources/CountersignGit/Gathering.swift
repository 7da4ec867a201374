/// Has several tasks find things, and takes each as it comes, on the caller's own, until all are there.
///
/// - Parameters:
///   - tasks: how many run at once.
///   - find: gets the number of its task, and tells what it finds.
///   - take: gets what was found; true when nothing more is to come.
/// - Throws: what `find` and `take` throw, and `CancellationError`: all was taken, or it ends with an error.
func gather<Found: Sendable>(
    on tasks: Int,
    _ find: @escaping @Sendable (_ task: Int, _ tell: @escaping @Sendable (Found) -> Void) async throws -> Void,
    take: (Found) throws -> Bool
) async throws {
    let (found, finder) = AsyncThrowingStream.makeStream(of: Found.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            await withTaskGroup(of: Void.self) { finders in
                for task in 0..<tasks {
                    finders.addTask {
                        do {
                            try await find(task) { finder.yield($0) }
                        } catch {
                            finder.finish(throwing: error)
                        }
                    }
                }
            }
            // Nobody is left who could tell more.
            finder.finish()
        }
        for try await some in found where try take(some) { return }
        // Whoever is cancelled hears no more of what is found.
        throw CancellationError()
    }
}
