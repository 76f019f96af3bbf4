// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .swiftLanguageMode(.v6)]
// Of modules in which nothing is unsafe.
let safe = strict + [.strictMemorySafety()]

let package = Package(
    name: "curate",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "curate", targets: ["curate"])],
    targets: [
        .systemLibrary(
            name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"]), .brew(["sqlite3"])]),
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"]), .brew(["zstd"])]),
        .target(name: "CIntrinsics"),
        .target(name: "Bytes", dependencies: ["CIntrinsics"], swiftSettings: strict),
        .target(
            name: "Compression", dependencies: ["Bytes", "CIntrinsics", "CZlib", "CZstd"], swiftSettings: strict),
        .target(name: "Parquet", dependencies: ["Bytes", "CIntrinsics", "Compression"], swiftSettings: strict),
        .target(name: "Patterns", dependencies: ["Bytes"], swiftSettings: strict),
        .target(name: "Grading", swiftSettings: safe),
        .target(name: "Messages", dependencies: ["Bytes"], swiftSettings: safe),
        .target(name: "Shapes", dependencies: ["Bytes", "Messages"], swiftSettings: safe),
        .target(
            name: "Files", dependencies: ["Bytes", "CIntrinsics", "Compression", "CSQLite", "CLibXML2"],
            swiftSettings: strict),
        .target(name: "Tokenizer", dependencies: ["Bytes", "Files"], swiftSettings: strict),
        .target(name: "Overlap", dependencies: ["Bytes", "Tokenizer"], swiftSettings: safe),
        .target(
            name: "Rows", dependencies: ["Bytes", "Compression", "Parquet", "Patterns", "Messages", "Files", "Shapes"],
            swiftSettings: safe),
        .target(
            name: "Pools", dependencies: ["Bytes", "Messages", "Files", "Overlap", "Shapes", "Rows", "Tokenizer"],
            swiftSettings: safe),
        .target(
            name: "Stages",
            dependencies: [
                "Bytes", "Parquet", "Patterns", "Messages", "Files", "Tokenizer", "Overlap", "Shapes", "Rows", "Pools",
            ],
            swiftSettings: safe),
        .target(name: "Synthesis", dependencies: ["Bytes", "Files", "Shapes"], swiftSettings: safe),
        .target(
            name: "Recipes",
            dependencies: [
                "Bytes", "Messages", "Files", "Tokenizer", "Shapes", "Rows", "Pools", "Stages", "Synthesis",
            ],
            swiftSettings: safe),
        .target(
            name: "Runs",
            dependencies: ["Bytes", "Files", "Messages", "Pools", "Stages", "Recipes"],
            swiftSettings: safe),
        .target(
            name: "Answers",
            dependencies: [
                "Bytes", "Files", "Grading", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs",
            ],
            swiftSettings: safe),
        .executableTarget(
            name: "curate",
            dependencies: [
                "Bytes", "Files", "Tokenizer", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs",
                "Answers", "Grading", "Synthesis",
            ],
            swiftSettings: safe),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Bytes", "Files", "Messages", "Shapes", "Rows", "Stages", "Synthesis", "CSQLite", "CLibXML2",
            ],
            swiftSettings: strict),
        // What tests of several modules use.
        .target(
            name: "TestSupport", dependencies: ["Bytes", "CZlib", "CZstd", "Files"], path: "Tests/TestSupport",
            swiftSettings: strict),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "Messages", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "CompressionTests", dependencies: ["Compression", "Bytes", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ParquetTests", dependencies: ["Parquet", "Compression", "Bytes", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "PatternsTests", dependencies: ["Patterns", "Bytes", "TestSupport"], exclude: ["Witnesses"],
            swiftSettings: strict),
        .testTarget(name: "GradingTests", dependencies: ["Grading", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "FilesTests", dependencies: ["Compression", "Files", "Bytes", "CSQLite", "CLibXML2", "TestSupport"],
            exclude: ["Witnesses"],
            swiftSettings: strict),
        .testTarget(
            name: "TokenizerTests", dependencies: ["Tokenizer", "Files", "Bytes", "TestSupport"],
            exclude: ["Witnesses"],
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "OverlapTests", dependencies: ["Overlap", "Tokenizer", "Bytes", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "CurationTests",
            dependencies: [
                "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs", "Answers", "Files", "Bytes",
                "Overlap",
                "CSQLite", "curate", "TestSupport",
            ], exclude: ["Witnesses"],
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "SynthesisTests", dependencies: ["Synthesis", "Files", "Bytes", "TestSupport"], swiftSettings: strict),
        // The fuzzers' subjects, each with the seeds that the fuzzers begin with.
        .testTarget(
            name: "FuzzingTests",
            dependencies: [
                "Bytes", "Compression", "Parquet", "Files", "Messages", "Shapes", "Rows", "Stages", "Recipes",
                "TestSupport",
            ], path: "Tests/Fuzzing", exclude: ["run", "leaks.txt", "main.swift"], resources: [.copy("Seeds")],
            swiftSettings: strict),
        .testTarget(
            name: "CommandTests",
            dependencies: [
                "curate", "Bytes", "Files", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs",
                "Answers", "Synthesis", "TestSupport",
            ],
            exclude: ["Faults"],
            swiftSettings: strict),
    ]
)

// Under the sanitizers the modules that others stand on are optimised: all tests together take half the time, and to
// optimise the rest takes longer than its tests would gain.
if Context.environment["CURATE_SANITIZED"] != nil {
    for target in package.targets where ["Bytes", "Files", "Tokenizer"].contains(target.name) {
        target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-O"])]
    }
}

// The fuzzers are built by Tests/Fuzzing/run alone: every module must be instrumented for them.
if Context.environment["CURATE_FUZZ"] != nil {
    let instrumented: [SwiftSetting] = [.unsafeFlags(["-sanitize=fuzzer", "-enable-testing"])]
    for target in package.targets where target.type == .regular {
        if target.name == "CIntrinsics" {
            target.cSettings = [.unsafeFlags(["-fsanitize=fuzzer-no-link"])]
        } else {
            target.swiftSettings = (target.swiftSettings ?? []) + instrumented
        }
    }
    // One folder cannot be two targets.
    package.targets.removeAll { $0.name == "FuzzingTests" }
    package.targets.append(
        .executableTarget(
            name: "fuzz",
            dependencies: [
                "Bytes", "Compression", "Parquet", "Files", "Messages", "Shapes", "Rows", "Stages", "Recipes",
            ], path: "Tests/Fuzzing", exclude: ["run", "leaks.txt", "Seeds", "SeedMaker.swift", "SeedTests.swift"],
            swiftSettings: strict + instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
