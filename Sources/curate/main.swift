import Files
import Messages

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

Terminal.openStandardStreams()
// A closed pipe is then reported as an error of write.
signal(SIGPIPE, SIG_IGN)
// So is exceeding the file size limit.
signal(SIGXFSZ, SIG_IGN)
Interruption.watch()

do {
    try Commands.run(CommandLine.arguments.dropFirst())
} catch is Terminal.Closed {
    exit(0)
} catch let error as CurationError {
    Interruption.waitIfEnding()
    Terminal.printDiagnostic("curate: \(error.words)")
    exit(error.status)
} catch {
    Interruption.waitIfEnding()
    Terminal.printDiagnostic("curate: \(String(describing: error))")
    exit(1)
}
