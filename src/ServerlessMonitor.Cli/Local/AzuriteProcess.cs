using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Cli.Local;

/// <summary>An Azurite of our own on free loopback ports; it ends with this object, and with this process however that ends.</summary>
/// <remarks>Compiled into the test kit as well, so it depends only on <see cref="NpmFolder"/>.</remarks>
internal sealed partial class AzuriteProcess : IAsyncDisposable
{
    private const string Account = "devstoreaccount1";

    // Not a secret: every Azurite has it, and it is printed in Azurite's own documentation.
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    private const int KeptLines = 50;

    // About 6 s on an idle laptop; the rest is for machines that are busy.
    private static readonly TimeSpan StartDeadline = TimeSpan.FromSeconds(120);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(15);

    private readonly Process _process;
    private readonly bool _persistent;
    private readonly Lock _gate = new();
    private readonly Queue<string> _lastLines = new();
    private readonly Dictionary<string, string> _endpoints = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private AzuriteProcess(Process process, bool persistent)
    {
        _process = process;
        _persistent = persistent;
        ProcessId = process.Id;
        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The full connection string: account, key and the three endpoints.</summary>
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};"
        + $"BlobEndpoint={Endpoint("Blob")};QueueEndpoint={Endpoint("Queue")};TableEndpoint={Endpoint("Table")};";

    /// <summary>The operating system's id of the process that is Azurite itself.</summary>
    public int ProcessId { get; }

    /// <summary>Starts Azurite and returns when its three services listen.</summary>
    /// <param name="folder">Where npm put Azurite; restored by the caller.</param>
    /// <param name="location">The directory to keep the data in, or null to keep it in memory.</param>
    /// <param name="cancellationToken">Ends the wait and the process.</param>
    /// <exception cref="InvalidOperationException">Node.js is missing, or Azurite ended or did not listen in time; the message holds its last lines.</exception>
    public static async Task<AzuriteProcess> StartAsync(NpmFolder folder, string? location, CancellationToken cancellationToken)
    {
        var info = new ProcessStartInfo
        {
            FileName = "node",
            ArgumentList =
            {
                Path.Combine(folder.Path, "azurite.mjs"), "--disableTelemetry", "--silent", "--skipApiVersionCheck",
                "--blobPort", "0", "--queuePort", "0", "--tablePort", "0",
            },
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (location is null)
        {
            info.ArgumentList.Add("--inMemoryPersistence");
        }
        else
        {
            Directory.CreateDirectory(location);
            info.ArgumentList.Add("--location");
            info.ArgumentList.Add(Path.GetFullPath(location));
        }

        // Accounts from the user's environment would replace the well-known one.
        info.Environment.Remove("AZURITE_ACCOUNTS");
        var azurite = new AzuriteProcess(NpmFolder.Start(info), location is not null);
        try
        {
            await azurite.WaitUntilReadyAsync(cancellationToken);
            return azurite;
        }
        catch
        {
            await azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Ends Azurite, after it has written its data if it keeps any, and waits until the process is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_persistent && !_process.HasExited)
        {
            _process.StandardInput.Close();
            using var limit = new CancellationTokenSource(StopDeadline);
            await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"^Azurite (?<service>Blob|Queue|Table) service is successfully listening at (?<url>http://\S+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    private string Endpoint(string service)
    {
        lock (_gate)
        {
            return $"{_endpoints[service]}/{Account}";
        }
    }

    private async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartDeadline);
        var exit = _process.WaitForExitAsync(limit.Token);
        await Task.WhenAny(_ready.Task, exit);
        cancellationToken.ThrowIfCancellationRequested();
        if (!_ready.Task.IsCompleted)
        {
            var what = _process.HasExited ? $"ended with exit code {_process.ExitCode}" : $"was not listening after {StartDeadline.TotalSeconds} s";
            throw new InvalidOperationException($"Azurite {what}. Its last lines:\n{LastLines()}");
        }

        await limit.CancelAsync();
        await exit.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private string LastLines()
    {
        lock (_gate)
        {
            return string.Join('\n', _lastLines);
        }
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        lock (_gate)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > KeptLines)
            {
                _lastLines.Dequeue();
            }

            if (Listening().Match(line) is { Success: true } match)
            {
                _endpoints[match.Groups["service"].Value] = match.Groups["url"].Value;
                if (_endpoints.Count == 3)
                {
                    _ready.TrySetResult();
                }
            }
        }
    }
}
