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

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests", dependencies: [.byName(name: name)] + dependencies, exclude: exclude,
        swiftSettings: testSettings)
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
        .systemLibrary(name: "Clibrnp", pkgConfig: "librnp", providers: [.apt(["librnp-dev"])]),
        .systemLibrary(name: "Csqlite3", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        module("CountersignObjects"),
        module("CountersignStore", ["Csqlite3"]),
        module(
            "CountersignGit",
            ["Clibgit2", "CountersignObjects", subprocess]),
        module("CountersignApprovals", ["CountersignObjects", .product(name: "Crypto", package: "swift-crypto")]),
        module("CountersignSignatures", ["CountersignObjects"] + crypto),
        module(
            "CountersignOpenPGP",
            [
                "Clibrnp", "CountersignObjects", "CountersignSignatures",
                .product(name: "Crypto", package: "swift-crypto"),
            ]
        ),
        module(
            "CountersignMarkers", ["CountersignObjects", "CountersignApprovals"],
            resources: [.embedInCode("markers.tsv")]),
        module("CountersignPolicy", ["CountersignObjects", "CountersignSignatures", "CountersignOpenPGP"]),
        module("CountersignLedger", ["CountersignObjects", "CountersignGit"]),
        module(
            "CountersignVerifier",
            [
                "CountersignObjects", "CountersignApprovals", "CountersignSignatures", "CountersignOpenPGP",
                "CountersignMarkers", "CountersignPolicy",
            ]),
        module(
            "CountersignHistory",
            [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignOpenPGP", "CountersignMarkers", "CountersignPolicy", "CountersignLedger",
                "CountersignVerifier", "CountersignStore",
            ]),
        module(
            "CountersignReports",
            [
                "CountersignObjects", "CountersignApprovals", "CountersignMarkers", "CountersignPolicy",
                "CountersignVerifier", .product(name: "Crypto", package: "swift-crypto"),
            ],
            resources: [
                .embedInCode("Page/page.css"), .embedInCode("Page/page-without-script.css"),
                .embedInCode("Page/page.js"), .embedInCode("report-v1.schema.json"),
            ]),
        .executableTarget(
            name: "git-countersign",
            dependencies: [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignOpenPGP", "CountersignMarkers", "CountersignPolicy", "CountersignLedger",
                "CountersignVerifier",
                "CountersignHistory", "CountersignReports",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Crypto", package: "swift-crypto"),
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
        tests(
            "CountersignSignatures",
            ["CountersignObjects", "CountersignPolicy", "CountersignVerifier", "TestRepositories", subprocess] + crypto),
        tests("CountersignOpenPGP", ["CountersignObjects", "CountersignSignatures", "Scenarios", subprocess]),
        tests("CountersignMarkers", ["CountersignObjects", "CountersignApprovals"]),
        tests("CountersignPolicy", ["CountersignObjects", "CountersignSignatures", subprocess]),
        tests("CountersignLedger", ["CountersignGit", "CountersignObjects", "TestRepositories", "ledger-writer"]),
        tests(
            "CountersignVerifier",
            [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignOpenPGP", "CountersignMarkers", "CountersignPolicy", "CountersignLedger",
                "CountersignHistory", "Scenarios", "TestRepositories",
            ]),
        tests(
            "CountersignReports",
            [
                "CountersignObjects", "CountersignApprovals", "CountersignLedger", "CountersignHistory",
                "CountersignVerifier", "CountersignPolicy", "Scenarios", "TestRepositories", subprocess,
                .product(name: "Crypto", package: "swift-crypto"),
            ], exclude: ["Snapshots", "Validators"]),
        tests("CountersignStore", ["TestRepositories"]),
        tests(
            "CountersignHistory",
            [
                "CountersignObjects", "CountersignStore", "CountersignGit", "CountersignApprovals",
                "CountersignLedger", "CountersignVerifier", "TestRepositories",
            ]),
        .testTarget(
            name: "ProgramTests",
            dependencies: [
                "git-countersign", "Scenarios", "TestRepositories", "CountersignObjects", "CountersignGit",
                "CountersignApprovals", "CountersignLedger", "CountersignVerifier", "CountersignHistory",
                "CountersignOpenPGP", "CountersignPolicy",
            ],
            exclude: ["Snapshots"], swiftSettings: testSettings),
        .testTarget(
            name: "HistoryTests",
            dependencies: [
                "CountersignObjects", "CountersignGit", "CountersignApprovals", "CountersignSignatures",
                "CountersignPolicy", "CountersignLedger", "CountersignVerifier", "CountersignHistory",
                "TestRepositories", .product(name: "Crypto", package: "swift-crypto"),
            ],
            swiftSettings: testSettings),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "git-countersign", "CountersignObjects", "CountersignApprovals", "Scenarios", "Servers",
                "TestRepositories", subprocess,
            ],
            swiftSettings: testSettings),
    ])

// Built by scripts/fuzz alone: libFuzzer brings its own main, and every module is instrumented.
if Context.environment["COUNTERSIGN_FUZZ"] != nil {
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "CountersignObjects", "CountersignApprovals", "CountersignSignatures", "CountersignOpenPGP",
                "CountersignMarkers", "CountersignPolicy",
            ],
            path: "Tests/Fuzzing/Sources", swiftSettings: testSettings + [.unsafeFlags(["-parse-as-library"])]))
}
