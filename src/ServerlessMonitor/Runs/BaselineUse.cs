using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>What of a baseline a window needs.</summary>
/// <param name="Monitor">Says what is learnt, and the season.</param>
/// <param name="Window">The window.</param>
/// <param name="Families">What it is evaluated for.</param>
public sealed record BaselineUse(MonitorDefinition Monitor, TimeWindow Window, IReadOnlyList<EvaluationFamily> Families)
{
    /// <summary>The season that narrows the baseline; null where there is none, or the window has all of its hours.</summary>
    public SeasonCalendar? Season { get; } =
        Families.Contains(EvaluationFamily.Drift) && BaselinePieces.SeasonOf(Monitor) is { } season && season.SlotsOf(Window).Count < season.Slots ? season : null;

    /// <summary>The slots of the window; empty without a season.</summary>
    public IReadOnlySet<int> Slots => Season?.SlotsOf(Window) ?? new HashSet<int>();

    /// <summary>The season for people.</summary>
    public string SameHours => Monitor.Baseline.Season switch
    {
        BaselineSeason.HourOfDay => "same hours of the day",
        BaselineSeason.DayOfWeek => "same days of the week",
        _ => "same hours of the week",
    };

    /// <summary>Whether thresholds are learnt from the baseline's chunks.</summary>
    public bool Learns =>
        (Families.Contains(EvaluationFamily.Performance) && Monitor.Performance.Any(rule => rule.LearntRange))
        || (Families.Contains(EvaluationFamily.Drift)
            && (Monitor.Drift is { Preset: "nannyml" } or { LearntThreshold: true } or { Multivariate: not null } || Monitor.Drift.Columns.Values.Any(column => column.LearntThreshold)));

    /// <summary>Whether chunks of that length are of use: shorter ones than the window only where thresholds are learnt.</summary>
    public bool NeedsChunksOf(TimeSpan length) => Learns || (Families.Any(family => family != EvaluationFamily.Performance) && ShowDependence(length));

    /// <summary>Whether differences between chunks of that length say something about the rows of a window.</summary>
    public bool ShowDependence(TimeSpan length) => length >= Window.Duration;

    /// <summary>An uploaded baseline, as the window needs it.</summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="name">For people.</param>
    /// <param name="digest">Names its content.</param>
    public ResolvedBaseline Of(KnownBaseline baseline, string name, string digest)
    {
        DatasetProfile profile = baseline.Profile;
        BaselineParts? parts = baseline.Parts;
        var resolved = new ResolvedBaseline(profile, name, digest);

        // Estimates are held against labels by what chunks of any length part by.
        if (parts?.Chunks.Count > 0 && (NeedsChunksOf(parts.ChunkLength) || Families.Contains(EvaluationFamily.Performance)))
        {
            resolved = resolved with { Chunks = baseline.Chunks, ChunksShowDependence = ShowDependence(parts.ChunkLength) };
        }

        // Pieces by another season or zone would be other hours: better none than wrong ones.
        return Season is not { } season ? resolved
            : parts?.Season == season.Key ? resolved with { Season = parts.SlotsOf(Slots, profile.Schema), Name = $"{name}, {SameHours}" }
            : resolved with { Season = new DatasetProfile(profile.Schema), Name = $"{name}, {SameHours} (not taken apart by them: its rows have no times, or it is yet to be read again)" };
    }
}
