using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>
/// What the embedded host takes from its caller rather than from files and settings. This namespace is the subset's own: the official package has
/// nothing like it, so only tests and tools of the subset may use it.
/// </summary>
public sealed class EmbeddedHostOptions
{
    /// <summary>The assembly that holds the functions; <see langword="null"/> means the entry assembly.</summary>
    public Assembly? FunctionAssembly { get; init; }

    /// <summary>The classes to look for functions in; <see langword="null"/> means all of the assembly.</summary>
    public IReadOnlyCollection<Type>? FunctionTypes { get; init; }

    /// <summary>The folder of host.json, local.settings.json and appsettings.json; <see langword="null"/> means the app's own.</summary>
    public string? BaseDirectory { get; init; }

    /// <summary>The text of host.json, instead of the file.</summary>
    public string? HostJson { get; init; }

    /// <summary>Where log lines and "Now listening on" go; <see langword="null"/> means standard output.</summary>
    public TextWriter? Output { get; init; }

    /// <summary>Whether environment variables are settings, as they are in an app. Default true.</summary>
    public bool UseEnvironmentVariables { get; init; } = true;
}
