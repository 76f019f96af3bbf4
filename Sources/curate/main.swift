import Curation
import Files

#if canImport(Darwin)
import Darwin
#else
import Glibc
#endif

// A reader that goes away, such as head, shows as an error of write.
signal(SIGPIPE, SIG_IGN)

do {
    try Commands.run(CommandLine.arguments.dropFirst())
} catch is Terminal.Closed {
    exit(0)
} catch let error as CurationError {
    Terminal.tell("curate: " + error.message)
    exit(error.status)
} catch {
    Terminal.tell("curate: \(error)")
    exit(1)
}
