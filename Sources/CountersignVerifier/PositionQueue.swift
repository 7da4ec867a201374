/// A binary heap that gives the highest position first.
struct PositionQueue {
    private var heap: [CommitGraph.Position] = []

    mutating func push(_ position: CommitGraph.Position) {
        heap.append(position)
        var child = heap.count - 1
        while child > 0, heap[(child - 1) / 2] < heap[child] {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func pop() -> CommitGraph.Position? {
        guard let top = heap.first, let last = heap.popLast() else { return nil }
        guard !heap.isEmpty else { return top }
        heap[0] = last
        var parent = 0
        while true {
            let left = 2 * parent + 1
            guard left < heap.count else { return top }
            let right = left + 1
            let larger = right < heap.count && heap[right] > heap[left] ? right : left
            guard heap[larger] > heap[parent] else { return top }
            heap.swapAt(larger, parent)
            parent = larger
        }
    }
}
