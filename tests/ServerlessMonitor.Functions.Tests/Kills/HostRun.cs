using System.Collections.Concurrent;
using Azure;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Queues;
using ServerlessMonitor.Azure;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>
/// One life of a host: its process, and the proxies through which it reaches storage. They know which messages and leases it holds, so that after its death the test
/// can let the ten minutes pass that a dead host's messages stay hidden, and the minute that its timers' leases last.
/// </summary>
internal sealed class HostRun : IAsyncDisposable
{
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(30);
    private readonly KillTrap _trap;
    private readonly List<StorageProxy> _proxies = [];
    private readonly ConcurrentDictionary<string, HeldMessage> _messages = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _leases = new(StringComparer.Ordinal);
    private SuiteProcess? _process;
    private int _passing;
    private volatile bool _dead;

    private HostRun(string name, KillTrap trap)
    {
        Name = name;
        _trap = trap;
    }

    /// <summary>Which of the hosts it is; the same in every life.</summary>
    public string Name { get; }

    /// <summary>Whether it was killed.</summary>
    public bool IsDead => _dead;

    /// <summary>What it wrote.</summary>
    public string Log => _process?.Log ?? string.Empty;

    /// <summary>Starts the process behind fresh proxies.</summary>
    /// <param name="name">Which of the hosts it is.</param>
    /// <param name="connection">Azurite's connection string.</param>
    /// <param name="settings">The settings but for the connection.</param>
    /// <param name="trap">Says when it dies.</param>
    public static async Task<HostRun> StartAsync(string name, string connection, IReadOnlyDictionary<string, string> settings, KillTrap trap)
    {
        var run = new HostRun(name, trap);
        string behind = connection;
        foreach (string part in connection.Split(';').Where(part => part.Contains("Endpoint=", StringComparison.Ordinal)))
        {
            var upstream = new Uri(part[(part.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            StorageProxy proxy = await StorageProxy.StartAsync(upstream, run);
            run._proxies.Add(proxy);
            behind = behind.Replace(upstream.Authority, proxy.Authority, StringComparison.Ordinal);
        }

        run._process = await SuiteProcess.StartAsync(new Dictionary<string, string>(settings, StringComparer.Ordinal) { ["AzureWebJobsStorage"] = behind });
        return run;
    }

    /// <summary>Ends the process with SIGKILL.</summary>
    public async Task KillAsync()
    {
        _dead = true;
        await _process!.KillAsync();
    }

    /// <summary>After the death: waits for requests that were under way, then makes the messages it held visible and its leases free, as time would.</summary>
    public async Task LetTimePassAsync(StorageClients direct, CancellationToken cancellationToken)
    {
        await TestKit.Eventually.True(() => Volatile.Read(ref _passing) == 0, Drain, "requests under way end");
        foreach (HeldMessage message in _messages.Values)
        {
            try
            {
                QueueClient queue = direct.Queues.GetQueueClient(message.Queue);
                await queue.UpdateMessageAsync(message.Id, message.Receipt, (string?)null, TimeSpan.Zero, cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status is 400 or 404)
            {
                // It was settled by a request whose answer nobody waited for.
            }
        }

        foreach ((string container, string blob) in _leases.Keys.Select(path => path.Split('/', 2)).Select(parts => (parts[0], parts[1])))
        {
            BlobLeaseClient lease = direct.Blobs.GetBlobContainerClient(container).GetBlobClient(blob).GetBlobLeaseClient();
            try
            {
                await lease.BreakAsync(TimeSpan.Zero, cancellationToken: cancellationToken);
            }
            catch (RequestFailedException exception) when (exception.Status == 409)
            {
                // Nobody has it.
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _dead = true;
        if (_process is not null)
        {
            await _process.DisposeAsync();
        }

        foreach (StorageProxy proxy in _proxies)
        {
            await proxy.DisposeAsync();
        }
    }

    /// <summary>The text of a message that the host holds.</summary>
    internal string? MessageText(string id) => _messages.GetValueOrDefault(id)?.Text;

    /// <summary>Lets a request through, or not: null means that its sender is dead.</summary>
    internal async Task<IDisposable?> EnterAsync(SeenRequest seen)
    {
        Interlocked.Increment(ref _passing);
        if (_dead || await _trap.MeetsAsync(this, seen, Side.Before))
        {
            Interlocked.Decrement(ref _passing);
            return null;
        }

        return new Passage(this);
    }

    /// <summary>Whether the answer may go back.</summary>
    internal async Task<bool> LeaveAsync(SeenRequest seen) => !await _trap.MeetsAsync(this, seen, Side.After) && !_dead;

    /// <summary>Keeps account of what the host holds.</summary>
    internal void Note(SeenRequest seen, HttpRequestMessage request, HttpResponseMessage response, byte[] answer)
    {
        if (!response.IsSuccessStatusCode)
        {
            return;
        }

        string[] path = seen.Target.Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries)[1..];
        if (path is [var queue, "messages"] && seen.Method == "GET")
        {
            foreach ((string id, string receipt, string text) in SeenRequest.Messages(answer))
            {
                _messages[id] = new HeldMessage(queue, id, receipt, text);
            }
        }
        else if (path is [_, "messages", var settled] && seen.Method is "DELETE" or "PUT")
        {
            _messages.TryRemove(settled, out _);
        }
        else if (seen.Target.Contains("comp=lease", StringComparison.Ordinal)
            && request.Headers.TryGetValues("x-ms-lease-action", out IEnumerable<string>? action) && action.First() == "acquire")
        {
            _leases[string.Join('/', path)] = string.Empty;
        }
    }

    private sealed record HeldMessage(string Queue, string Id, string Receipt, string Text);

    private sealed class Passage(HostRun host) : IDisposable
    {
        public void Dispose() => Interlocked.Decrement(ref host._passing);
    }
}
