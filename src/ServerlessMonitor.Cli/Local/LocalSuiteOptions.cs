namespace ServerlessMonitor.Cli.Local;

/// <summary>What a local suite is to be.</summary>
internal sealed record LocalSuiteOptions
{
    /// <summary>The loopback port of the app; 0 for a free one.</summary>
    public required int Port { get; init; }

    /// <summary>Where storage keeps its data; null to forget it at the end.</summary>
    public string? StorageFolder { get; init; }

    /// <summary>Whether an account in the environment is left alone.</summary>
    public bool AlwaysOwnStorage { get; init; }

    /// <summary>The name of the app's log file.</summary>
    public string LogName { get; init; } = "host.log";

    /// <summary>App settings beyond those of <c>local.settings.json</c>.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
