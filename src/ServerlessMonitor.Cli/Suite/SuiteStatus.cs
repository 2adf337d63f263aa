using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>Every model at a glance, as <c>GET /api/status</c> answers.</summary>
internal sealed record SuiteStatus(IReadOnlyList<SuiteStatus.ModelEntry> Models, SuiteStatus.LedgerEntry Ledger)
{
    /// <summary>Models that have a monitor file and no data; null from a suite that does not say so.</summary>
    public IReadOnlyList<string>? WaitingForData { get; init; }

    /// <summary>Work that somebody should look at; null from a suite that does not say so.</summary>
    public OpenEntry? Open { get; init; }

    /// <summary>Whether people are told; null from a suite that does not say so.</summary>
    public DeliveryEntry? Notifications { get; init; }

    /// <summary>One model version.</summary>
    internal sealed record ModelEntry(
        string Model,
        string Version,
        DateTimeOffset? FirstEvent,
        DateTimeOffset? LastEvent,
        DateTimeOffset? LastArrival,
        IReadOnlyList<WindowEntry> Windows,
        IReadOnlyList<AlertEntry> Alerts);

    /// <summary>The newest report of one window length.</summary>
    internal sealed record WindowEntry(
        string Windows,
        DateTimeOffset Start,
        DateTimeOffset End,
        long Rows,
        long Labelled,
        bool Provisional,
        IReadOnlyDictionary<string, double?> Metrics,
        IReadOnlyList<string> DriftedColumns,
        IReadOnlyList<string> Findings)
    {
        /// <summary>Metrics estimated without the window's labels; null from a suite that does not estimate.</summary>
        public IReadOnlyDictionary<string, double?>? Estimated { get; init; }
    }

    /// <summary>An alert that is pending or firing.</summary>
    internal sealed record AlertEntry(string AlertName, string Rule, Severity Severity, AlertPhase Phase, DateTimeOffset? Since, string Summary);

    /// <summary>Whether people are told.</summary>
    internal sealed record DeliveryEntry(int Parked, int Retrying, int Held, IReadOnlyList<string>? Problems)
    {
        /// <summary>Why nobody would be told of anything.</summary>
        public string? Silent { get; init; }
    }

    /// <summary>Blobs that do not count, and messages that were given up.</summary>
    internal sealed record OpenEntry(int Waiting, int Held, int Quarantined, bool More, IReadOnlyList<GivenUpWork.Queue> Poisoned);

    /// <summary>What became of the blobs.</summary>
    internal sealed record LedgerEntry(int Live, int Quarantined, int Retracted, int Expired);
}
