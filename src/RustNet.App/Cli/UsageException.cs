namespace RustNet.App.Cli;

/// <summary>A command line that cannot be understood. The message is one line for the user, without the program's name.</summary>
internal sealed class UsageException(string message) : Exception(message);
