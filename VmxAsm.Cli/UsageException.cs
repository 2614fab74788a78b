namespace VmxAsm.Cli;

/// <summary>
/// The command line is wrong in a way that is found while reading it: caught in one place, reported as one line, exit code 2. The
/// message is a diagnostic's: lower case, no full stop, what was seen and then the rule.
/// </summary>
internal sealed class UsageException(string message) : Exception(message);
