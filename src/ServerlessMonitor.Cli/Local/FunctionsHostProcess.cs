using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Cli.Local;

/// <summary>The functions app as a child process; its log goes to a file. It ends with this object.</summary>
/// <remarks>Ending it hard is safe: no work of the suite is lost or done twice by that.</remarks>
internal sealed partial class FunctionsHostProcess : IAsyncDisposable
{
    private const int KeptLines = 30;

    // A second or two on an idle laptop; the rest is for machines that are busy.
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lastLines = new();
    private readonly TaskCompletionSource<Uri> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FunctionsHostProcess(Process process, string logFile)
    {
        _process = process;
        LogFile = logFile;
        _log = new StreamWriter(new FileStream(logFile, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        Exited = process.WaitForExitAsync(CancellationToken.None);
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => _listening.Task.IsCompletedSuccessfully ? _listening.Task.Result : throw new InvalidOperationException("The host does not listen yet.");

    /// <summary>Where its log is.</summary>
    public string LogFile { get; }

    /// <summary>Ends when the process does.</summary>
    public Task Exited { get; }

    /// <summary>The operating system's id of the process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts the app and returns when it listens.</summary>
    /// <param name="app">The app.</param>
    /// <param name="port">The loopback port; 0 for a free one.</param>
    /// <param name="settings">App settings, as environment variables.</param>
    /// <param name="logFile">Where the log is written; its directory is made.</param>
    /// <param name="cancellationToken">Ends the wait and the process.</param>
    /// <exception cref="CliException">It ended, or did not listen in time; the message holds its last lines.</exception>
    public static async Task<FunctionsHostProcess> StartAsync(
        FunctionsOutput app, int port, IReadOnlyDictionary<string, string> settings, string logFile, CancellationToken cancellationToken)
    {
        var portText = port.ToString(CultureInfo.InvariantCulture);
        var info = new ProcessStartInfo
        {
            FileName = app.NeedsCoreTools ? "func" : "dotnet",
            WorkingDirectory = app.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments = app.NeedsCoreTools ? ["host", "start", "--no-build", "--port", portText] : [app.Assembly, "--port", portText];
        Array.ForEach(arguments, info.ArgumentList.Add);
        foreach (var (name, value) in settings)
        {
            info.Environment[name] = value;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(logFile))!);
        var host = new FunctionsHostProcess(Start(info), logFile);
        try
        {
            await host.WaitUntilListeningAsync(cancellationToken);
            return host;
        }
        catch
        {
            await host.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends the process and waits until it is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Exited;
        _process.Dispose();
        lock (_gate)
        {
            _log.Dispose();
        }
    }

    /// <summary>The last lines of the log, for error messages.</summary>
    public string LastLines()
    {
        lock (_gate)
        {
            return string.Join('\n', _lastLines);
        }
    }

    [GeneratedRegex(@"Now listening on: (?<url>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    private static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info) ?? throw new CliException($"'{info.FileName}' did not start.");
        }
        catch (Win32Exception e)
        {
            var what = info.FileName == "func" ? "Azure Functions Core Tools 4 (npm install -g azure-functions-core-tools@4)" : ".NET 10 (https://dot.net)";
            throw new CliException($"'{info.FileName}' is not on the PATH: install {what} and try again.", e);
        }
    }

    private async Task WaitUntilListeningAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartDeadline);
        var exit = _process.WaitForExitAsync(limit.Token);
        await Task.WhenAny(_listening.Task, exit);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_listening.Task.IsCompleted)
        {
            var what = _process.HasExited
                ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {_process.ExitCode}")
                : string.Create(CultureInfo.InvariantCulture, $"was not listening after {StartDeadline.TotalSeconds} s");
            throw new CliException($"The functions app {what}. Its log is {LogFile}; the last lines:\n{LastLines()}");
        }

        await limit.CancelAsync();
        await exit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _log.WriteLine(line);
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }
        }

        if (Listening().Match(line) is { Success: true } match)
        {
            _listening.TrySetResult(new Uri(match.Groups["url"].Value.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal)));
        }
    }
}
