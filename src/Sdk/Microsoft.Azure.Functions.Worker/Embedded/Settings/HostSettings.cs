using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>host.json with the overrides of the settings <c>AzureFunctionsJobHost__…</c>, checked.</summary>
internal sealed class HostSettings
{
    /// <summary>How long running invocations may go on after a stop.</summary>
    private static readonly TimeSpan DefaultGrace = TimeSpan.FromSeconds(30);

    public required string RoutePrefix { get; init; }

    public required QueueSettings Queues { get; init; }

    public required SingletonSettings Singleton { get; init; }

    /// <summary><see langword="null"/> means without end.</summary>
    public required TimeSpan? FunctionTimeout { get; init; }

    /// <summary>How long running invocations may go on after a stop before their tokens are cancelled.</summary>
    public required TimeSpan ShutdownGrace { get; init; }

    public required IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; }

    /// <summary>Reads and checks host.json.</summary>
    /// <param name="folder">Where host.json is.</param>
    /// <param name="text">Its text, instead of the file.</param>
    /// <param name="settings">The app's settings.</param>
    /// <exception cref="InvalidOperationException">The file is missing, or a value is; the message names it and its range.</exception>
    public static HostSettings Read(string folder, string? text, IConfiguration settings)
    {
        var path = Path.Combine(folder, "host.json");
        if (text is null && !File.Exists(path))
        {
            throw new InvalidOperationException($"{path} is missing. It must hold at least {{ \"version\": \"2.0\" }}.");
        }

        var host = new ConfigurationBuilder();
        try
        {
            host.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text ?? File.ReadAllText(path))));
            host.AddInMemoryCollection(Overrides(settings));
            return Read(host.Build(), settings);
        }
        catch (Exception error) when (error is JsonException or FormatException)
        {
            throw new InvalidOperationException($"{path} is not valid JSON: {error.Message}", error);
        }
    }

    private static HostSettings Read(IConfiguration host, IConfiguration settings)
    {
        if (host["version"] is var version && version != "2.0")
        {
            throw new InvalidOperationException($"host.json: version must be \"2.0\", {(version is null ? "and is missing" : $"not \"{version}\"")}.");
        }

        var batchSize = Number(host, "extensions:queues:batchSize", 16, 1, 32);
        var timeout = Timeout(host);
        var grace = Span(settings, "FunctionsShutdownGrace", DefaultGrace, TimeSpan.Zero);
        return new HostSettings
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/'),
            Queues = new QueueSettings
            {
                BatchSize = batchSize,
                NewBatchThreshold = Number(host, "extensions:queues:newBatchThreshold", batchSize / 2 * Environment.ProcessorCount, 0, int.MaxValue),
                MaxPollingInterval = Span(host, "extensions:queues:maxPollingInterval", TimeSpan.FromMinutes(1), TimeSpan.FromMilliseconds(100)),
                VisibilityTimeout = Span(host, "extensions:queues:visibilityTimeout", TimeSpan.Zero, TimeSpan.Zero),
                MaxDequeueCount = Number(host, "extensions:queues:maxDequeueCount", 5, 1, int.MaxValue),
                Base64 = (host["extensions:queues:messageEncoding"] ?? "base64").ToUpperInvariant() switch
                {
                    "BASE64" => true,
                    "NONE" => false,
                    var other => throw new InvalidOperationException($"host.json: extensions.queues.messageEncoding must be base64 or none, not {other}."),
                },
            },
            Singleton = new SingletonSettings(
                Span(host, "singleton:listenerLockPeriod", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)),
                Span(host, "singleton:listenerLockRecoveryPollingInterval", TimeSpan.FromSeconds(60), TimeSpan.FromMilliseconds(100))),
            FunctionTimeout = timeout,
            ShutdownGrace = timeout is { } bound && bound < grace ? bound : grace,
            LogLevels = host.GetSection("logging:logLevel").GetChildren().ToDictionary(
                level => level.Key, level => Level(level), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static IEnumerable<KeyValuePair<string, string?>> Overrides(IConfiguration settings) =>
        settings.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true).Where(pair => pair.Key.Length > 0 && pair.Value is not null);

    private static TimeSpan? Timeout(IConfiguration host) =>
        host["functionTimeout"] == "-1" ? null : Span(host, "functionTimeout", TimeSpan.FromMinutes(30), TimeSpan.FromSeconds(1));

    private static LogLevel Level(IConfigurationSection level) =>
        Enum.TryParse<LogLevel>(level.Value, ignoreCase: true, out var parsed) && Enum.IsDefined(parsed)
            ? parsed
            : throw new InvalidOperationException($"host.json: logging.logLevel.{level.Key} must be one of {string.Join(", ", Enum.GetNames<LogLevel>())}, not {level.Value}.");

    private static int Number(IConfiguration host, string key, int otherwise, int min, int max) =>
        host[key] is not { } text ? otherwise
        : int.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max ? value
        : throw new InvalidOperationException($"host.json: {Dotted(key)} must be a whole number {(max == int.MaxValue ? $"of at least {min}" : $"from {min} to {max}")}, not {text}.");

    private static TimeSpan Span(IConfiguration host, string key, TimeSpan otherwise, TimeSpan min, TimeSpan? max = null) =>
        host[key] is not { } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value) && value >= min && value <= (max ?? TimeSpan.FromDays(7)) ? value
        : throw new InvalidOperationException($"host.json: {Dotted(key)} must be a time span as hh:mm:ss from {min} to {max ?? TimeSpan.FromDays(7)}, not {text}.");

    private static string Dotted(string key) => key.Replace(':', '.');
}
