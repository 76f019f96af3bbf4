// Fuzzers of everything that reads what others wrote. `Tests/Fuzzing/run` builds and runs them; the first argument
// names the subject, the rest are libFuzzer's.

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<Int32>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ one: @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32
) -> Int32

private let names = subjects.map(\.name)
guard CommandLine.arguments.count > 1, let chosen = names.firstIndex(of: CommandLine.arguments[1]) else {
    fatalError("usage: fuzz \(names.joined(separator: "|")) [libFuzzer's options and folders]")
}

/// The subject that is tried in this process.
nonisolated(unsafe) private let subject = subjects[chosen].make()

private var count = CommandLine.argc - 1
private var arguments = CommandLine.unsafeArgv + 1
exit(
    runDriver(&count, &arguments) { start, count in
        subject.read([UInt8](UnsafeBufferPointer(start: start, count: count)))
        return 0
    })
