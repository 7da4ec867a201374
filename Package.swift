// swift-tools-version: 6.2

import PackageDescription

/// What every target is built with: imports are internal unless said otherwise, so that no C type and no
/// implementation detail shows one floor up; an async function runs where its caller runs.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// Tests see whatever they import.
let testSettings: [SwiftSetting] = [
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ExistentialAny"),
]

/// The modules, each with those below it that it may import.
///
/// The order is the order of the floors.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource] = []) -> Target {
    .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: testSettings)
}

/// What several test targets share.
func support(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: "Tests/Support/\(name)", swiftSettings: testSettings)
}

let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let crypto: [Target.Dependency] = [
    .product(name: "Crypto", package: "swift-crypto"),
    .product(name: "CryptoExtras", package: "swift-crypto"),
]

let package = Package(
    name: "git-countersign",
    products: [.executable(name: "git-countersign", targets: ["git-countersign"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
    ],
    targets: [
        .systemLibrary(name: "Clibgit2", pkgConfig: "libgit2", providers: [.apt(["libgit2-dev"])]),
        module("CountersignObjects"),
        module(
            "CountersignGit",
            ["Clibgit2", "CountersignObjects", subprocess]),
        module("CountersignApprovals", ["CountersignObjects", .product(name: "Crypto", package: "swift-crypto")]),
        module("CountersignSignatures", ["CountersignObjects"] + crypto),
        module(
            "CountersignMarkers", ["CountersignObjects", "CountersignApprovals"],
            resources: [.embedInCode("markers.tsv")]),
        module("CountersignPolicy", ["CountersignObjects", "CountersignSignatures"]),
        module("CountersignLedger", ["CountersignObjects", "CountersignGit"]),
        module(
            "CountersignVerifier",
            [
                "CountersignObjects", "CountersignApprovals", "CountersignSignatures", "CountersignMarkers",
                "CountersignPolicy",
            ]),
        module(
            "CountersignHistory",
            [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignMarkers", "CountersignPolicy", "CountersignLedger", "CountersignVerifier",
            ]),
        module(
            "CountersignReports",
            [
                "CountersignObjects", "CountersignApprovals", "CountersignMarkers", "CountersignPolicy",
                "CountersignVerifier",
            ]),
        .executableTarget(
            name: "git-countersign",
            dependencies: [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignMarkers", "CountersignPolicy", "CountersignLedger", "CountersignVerifier",
                "CountersignHistory", "CountersignReports",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            exclude: ["man"],
            swiftSettings: settings),
        support("TestRepositories", [subprocess]),
        support(
            "Scenarios",
            [
                "TestRepositories", "CountersignObjects", "CountersignGit", "CountersignApprovals",
                "CountersignSignatures", "CountersignLedger", "CountersignVerifier", "CountersignHistory", subprocess,
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        support("Servers", ["Scenarios", "TestRepositories", "CountersignObjects", subprocess]),
        .executableTarget(
            name: "ledger-writer", dependencies: ["CountersignGit", "CountersignLedger", "CountersignObjects"],
            path: "Tests/Support/ledger-writer", swiftSettings: testSettings),
        tests("CountersignObjects", [subprocess]),
        tests("CountersignGit", ["CountersignObjects", "TestRepositories"]),
        tests("CountersignApprovals", ["CountersignObjects", subprocess]),
        tests("CountersignSignatures", ["CountersignObjects", subprocess] + crypto),
        tests("CountersignMarkers", ["CountersignObjects", "CountersignApprovals"]),
        tests("CountersignPolicy", ["CountersignObjects", "CountersignSignatures", subprocess]),
        tests("CountersignLedger", ["CountersignGit", "CountersignObjects", "TestRepositories", "ledger-writer"]),
        tests(
            "CountersignVerifier",
            [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignMarkers", "CountersignPolicy", "CountersignLedger", "CountersignHistory", "Scenarios",
                "TestRepositories",
            ]),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "git-countersign", "CountersignObjects", "Scenarios", "Servers", "TestRepositories", subprocess,
            ],
            swiftSettings: testSettings),
    ])
