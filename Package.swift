// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [.treatAllWarnings(as: .error), .swiftLanguageMode(.v6)]

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
        .target(name: "Messages", dependencies: ["Bytes"], swiftSettings: strict),
        .target(name: "Shapes", dependencies: ["Bytes", "Messages"], swiftSettings: strict),
        .target(name: "Files", dependencies: ["Bytes", "CIntrinsics", "CSQLite", "CLibXML2"], swiftSettings: strict),
        .target(name: "Tokenizer", dependencies: ["Bytes", "Files"], swiftSettings: strict),
        .target(name: "Rows", dependencies: ["Bytes", "Messages", "Files", "Shapes"], swiftSettings: strict),
        .target(
            name: "Pools", dependencies: ["Bytes", "Messages", "Files", "Tokenizer", "Shapes", "Rows"],
            swiftSettings: strict),
        .target(
            name: "Stages", dependencies: ["Bytes", "Messages", "Files", "Tokenizer", "Shapes", "Rows", "Pools"],
            swiftSettings: strict),
        .target(
            name: "Recipes",
            dependencies: ["Bytes", "Messages", "Files", "Tokenizer", "Shapes", "Rows", "Pools", "Stages"],
            swiftSettings: strict),
        .target(
            name: "Runs",
            dependencies: ["Bytes", "Messages", "Files", "Shapes", "Rows", "Pools", "Stages", "Recipes"],
            swiftSettings: strict),
        .target(
            name: "Answers",
            dependencies: ["Bytes", "Messages", "Files", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs"],
            swiftSettings: strict),
        .target(name: "Synthesis", dependencies: ["Bytes", "Files"], swiftSettings: strict),
        .executableTarget(
            name: "curate",
            dependencies: [
                "Bytes", "Files", "Tokenizer", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs",
                "Answers", "Synthesis",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Bytes", "Files", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs", "Answers",
                "Synthesis", "CSQLite", "CLibXML2",
            ],
            swiftSettings: strict),
        .testTarget(name: "BytesTests", dependencies: ["Bytes", "Messages"], swiftSettings: strict),
        .testTarget(
            name: "CompressionTests", dependencies: ["Compression", "Bytes", "CIntrinsics", "CZlib", "CZstd"],
            swiftSettings: strict),
        .testTarget(name: "ParquetTests", dependencies: ["Parquet", "Compression", "Bytes"], swiftSettings: strict),
        .testTarget(
            name: "FilesTests", dependencies: ["Files", "Bytes", "CSQLite"], exclude: ["Witnesses"],
            swiftSettings: strict),
        .testTarget(
            name: "TokenizerTests", dependencies: ["Tokenizer", "Files", "Bytes"], exclude: ["Witnesses"],
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(
            name: "CurationTests",
            dependencies: [
                "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs", "Answers", "Files", "Bytes",
                "CSQLite",
            ], exclude: ["Witnesses"],
            resources: [.copy("Fixtures")], swiftSettings: strict),
        .testTarget(name: "SynthesisTests", dependencies: ["Synthesis", "Files", "Bytes"], swiftSettings: strict),
        // The fuzzers' subjects, each with the seeds that the fuzzers begin with.
        .testTarget(
            name: "FuzzingTests",
            dependencies: [
                "Bytes", "Files", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs", "Answers",
            ], path: "Tests/Fuzzing",
            exclude: ["run", "leaks.txt", "main.swift"], resources: [.copy("Seeds")], swiftSettings: strict),
        .testTarget(
            name: "CommandTests", dependencies: ["curate", "Messages", "Bytes"], exclude: ["Faults"],
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
                "Bytes", "Files", "Messages", "Shapes", "Rows", "Pools", "Stages", "Recipes", "Runs", "Answers",
            ], path: "Tests/Fuzzing",
            exclude: ["run", "leaks.txt", "Seeds", "SeedTests.swift"],
            swiftSettings: strict + instrumented,
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld"])]))
}
