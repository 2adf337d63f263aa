using System.Diagnostics;
using System.Globalization;

namespace ServerlessMonitor.Benchmarks;

/// <summary>The function app as its own process, as it runs in production. It does nothing by the clock: events come from the benchmark.</summary>
internal sealed class AppProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _drained;

    private AppProcess(Process process, Task drained)
    {
        _process = process;
        _drained = drained;
    }

    /// <summary>The largest memory it has had, MB.</summary>
    public string PeakMegabytes
    {
        get
        {
            string line = File.ReadLines($"/proc/{_process.Id}/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal));
            long kilobytes = long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
            return (kilobytes / 1000.0).ToString("N0", CultureInfo.InvariantCulture);
        }
    }

    /// <summary>The processor time it has used.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    /// <summary>Starts it and returns when it says that it is ready.</summary>
    /// <param name="connection">Azurite's connection string.</param>
    /// <param name="settings">Settings beside those that every benchmark has.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static async Task<AppProcess> StartAsync(string connection, IReadOnlyDictionary<string, string> settings, CancellationToken cancellationToken)
    {
        string folder = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "ServerlessMonitor.Functions", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory))));
        var info = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
            ArgumentList = { Path.Combine(folder, "ServerlessMonitor.Functions.dll"), "--port", "0" },
        };
        foreach ((string name, string value) in Usual(connection).Concat(settings))
        {
            info.Environment[name] = value;
        }

        Process process = Process.Start(info) ?? throw new InvalidOperationException("dotnet could not be started.");
        while (await process.StandardOutput.ReadLineAsync(cancellationToken) is { } line && !line.StartsWith("Host started", StringComparison.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new AppProcess(process, process.StandardOutput.ReadToEndAsync(cancellationToken));
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _drained;
        _process.Dispose();
    }

    private static IEnumerable<KeyValuePair<string, string>> Usual(string connection) =>
    [
        new("AzureWebJobsStorage", connection),
        new("PredictionsQueue", "predictions-events"),
        new("LabelsQueue", "labels-events"),
        new("BaselinesQueue", "baselines-events"),
        new("MonitorsQueue", "monitors-events"),
        new("JoinQueue", "join"),
        new("EvaluateQueue", "evaluate"),
        new("NotifyQueue", "notify"),
        new("SweepSchedule", "0 0 0 1 1 *"),
        new("EvaluateSchedule", "0 0 0 1 1 *"),
        new("CompactSchedule", "0 0 0 1 1 *"),
        new("AzureFunctionsJobHost__extensions__queues__maxPollingInterval", "00:00:00.2"),
    ];
}
