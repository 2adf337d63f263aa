using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMonitor.Cli.Tests.Output.Html.Browser;

/// <summary>A Chromium without a window, spoken to by the DevTools protocol. It keeps what the page asked the network for and what it complained of.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    private readonly Process _process;
    private readonly TemporaryFolder _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromMinutes(2));
    private readonly List<JsonNode> _events = [];
    private Task _drained = Task.CompletedTask;
    private string? _session;
    private int _lastId;

    private Chromium(Process process, TemporaryFolder profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>Addresses that the page asked for, itself left out.</summary>
    public IEnumerable<string> Requests => Events("Network.requestWillBeSent")
        .Select(parameters => (string)parameters["request"]!["url"]!)
        .Where(url => !url.StartsWith("file:", StringComparison.Ordinal));

    /// <summary>Exceptions, and what the browser or the page logged as an error.</summary>
    public IEnumerable<string> Errors =>
    [
        .. Events("Runtime.exceptionThrown").Select(parameters => parameters.ToJsonString()),
        .. Events("Runtime.consoleAPICalled").Where(parameters => (string)parameters["type"]! is "error" or "assert").Select(parameters => parameters.ToJsonString()),
        .. Events("Log.entryAdded").Where(parameters => (string)parameters["entry"]!["level"]! == "error").Select(parameters => parameters.ToJsonString()),
    ];

    /// <summary>Starts it with one empty page.</summary>
    public static async Task<Chromium> StartAsync()
    {
        var profile = new TemporaryFolder();
        var browser = new Chromium(Start(profile), profile);
        try
        {
            await browser.ConnectAsync();
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Opens a file, and returns when the page has loaded.</summary>
    public async Task OpenAsync(string file)
    {
        _events.Clear();
        await SendAsync("Page.navigate", new JsonObject { ["url"] = new Uri(file).AbsoluteUri });
        while (!Events("Page.loadEventFired").Any())
        {
            await ReceiveAsync();
        }
    }

    /// <summary>Lets the page think that the person prefers light or dark.</summary>
    public Task PreferAsync(string scheme) => SendAsync("Emulation.setEmulatedMedia", new JsonObject
    {
        ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }),
    });

    /// <summary>Gives the window a size, in pixels.</summary>
    public Task ResizeAsync(int width, int height) => SendAsync("Emulation.setDeviceMetricsOverride", new JsonObject
    {
        ["width"] = width,
        ["height"] = height,
        ["deviceScaleFactor"] = 1,
        ["mobile"] = false,
    });

    /// <summary>The value of an expression on the page, as text.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true });
        Assert.True(answer["exceptionDetails"] is null, answer.ToJsonString());
        return answer["result"]!["value"]?.ToString() ?? string.Empty;
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync(CancellationToken.None);
        await _drained;
        _process.Dispose();
        _deadline.Dispose();
        _profile.Dispose();
    }

    private static Process Start(TemporaryFolder profile)
    {
        foreach (var name in Names)
        {
            var info = new ProcessStartInfo(name)
            {
                UseShellExecute = false,
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                ArgumentList =
                {
                    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions", "--disable-background-networking",
                    "--remote-debugging-port=0", $"--user-data-dir={profile.Path}", "about:blank",
                },
            };
            try
            {
                return Process.Start(info)!;
            }
            catch (Win32Exception)
            {
                // Another name, then.
            }
        }

        throw new InvalidOperationException("The pages of 'compare', 'evaluate' and 'versions' are tested in a browser: install Chromium (Debian: apt-get install chromium) or Chrome.");
    }

    private async Task ConnectAsync()
    {
        const string Announcement = "DevTools listening on ";
        while (true)
        {
            var line = await _process.StandardError.ReadLineAsync(_deadline.Token) ?? throw new InvalidOperationException("Chromium ended before it listened.");
            if (line.StartsWith(Announcement, StringComparison.Ordinal))
            {
                await _socket.ConnectAsync(new Uri(line[Announcement.Length..]), _deadline.Token);
                break;
            }
        }

        // Read to their ends, so that the browser never waits for room to write.
        _drained = Task.WhenAll(_process.StandardError.ReadToEndAsync(CancellationToken.None), _process.StandardOutput.ReadToEndAsync(CancellationToken.None));
        var targets = await SendAsync("Target.getTargets", []);
        var page = targets["targetInfos"]!.AsArray().First(target => (string)target!["type"]! == "page")!;
        var attached = await SendAsync("Target.attachToTarget", new JsonObject { ["targetId"] = (string)page["targetId"]!, ["flatten"] = true });
        _session = (string)attached["sessionId"]!;
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await SendAsync($"{domain}.enable", []);
        }
    }

    private IEnumerable<JsonNode> Events(string method) => _events.Where(message => (string?)message["method"] == method).Select(message => message["params"]!);

    /// <summary>Sends a command and waits for its result.</summary>
    private async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = ++_lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (_session is not null)
        {
            message["sessionId"] = _session;
        }

        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, _deadline.Token);
        while (true)
        {
            var answer = await ReceiveAsync();
            if ((int?)answer["id"] == id)
            {
                return answer["result"] ?? throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{method}: {answer["error"]}"));
            }
        }
    }

    private async Task<JsonNode> ReceiveAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (true)
        {
            var part = await _socket.ReceiveAsync(buffer, _deadline.Token);
            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                break;
            }
        }

        var message = JsonNode.Parse(text.ToArray()) ?? throw new JsonException("Chromium sent nothing.");
        if (message["method"] is not null)
        {
            _events.Add(message);
        }

        return message;
    }
}
