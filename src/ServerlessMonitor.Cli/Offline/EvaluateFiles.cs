using System.Globalization;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Evaluates files of predictions window by window, as the suite does with its stored profiles.</summary>
/// <param name="monitor">Roles, rules and windows.</param>
/// <param name="baseline">What windows are compared with; null: no drift.</param>
/// <param name="parts">The same in pieces; null: nothing is learnt from it.</param>
/// <param name="time">For the reports' date.</param>
internal sealed class EvaluateFiles(MonitorDefinition monitor, DatasetProfile? baseline, BaselineParts? parts, TimeProvider time)
{
    // Where volume looks back to, as in the suite.
    private const int PrecedingWindows = WindowInputs.PrecedingWindows;

    private readonly EvaluateWindow _evaluate = new();
    private readonly KnownBaseline? _baseline = baseline is null ? null : new KnownBaseline(baseline, parts);
    private readonly List<(DateTimeOffset Hour, DatasetProfile Profile)> _hours = [];

    /// <summary>Rows added so far.</summary>
    public long Rows => _hours.Sum(hour => hour.Profile.Rows);

    /// <summary>Adds the rows of a file; files are merged in the order they are added.</summary>
    public void Add(BatchProfile file) => _hours.AddRange(file.Hours);

    /// <summary>Evaluates every window that has rows, or lies between two that have.</summary>
    /// <param name="windows">The windows of every family; null: those of the monitor.</param>
    public EvaluateDocument Evaluate(WindowSpec? windows)
    {
        var entries = new List<EvaluateDocument.Window>();
        var range = Range();
        var calendar = new WindowCalendar(monitor.TimeZone);
        foreach (var families in Enum.GetValues<EvaluationFamily>().GroupBy(family => windows ?? monitor.WindowsOf(family)))
        {
            var rows = new List<long>();
            var spec = families.Key;
            foreach (var window in Chosen(spec, calendar, range))
            {
                var report = _evaluate.Evaluate(Against(InputOf(spec, window, Merge(_hours.Where(hour => window.Contains(hour.Hour)))) with
                {
                    Families = [.. families],
                    Provisional = IsCutShort(window, range),
                    PrecedingRows = spec.Length == spec.Step ? [.. rows.Take(PrecedingWindows)] : [],
                }));
                rows.Insert(0, report.Rows);
                entries.Add(EvaluateDocument.Window.Of(report, KeyOf(rows.Count - 1, window, spec.Length.Unit)));
            }
        }

        return new EvaluateDocument(entries);
    }

    /// <summary>Evaluates windows of so many rows in the order of the files, which were profiled in such windows.</summary>
    /// <param name="length">Rows of each window; the last may have fewer.</param>
    public EvaluateDocument EvaluateByRows(int length)
    {
        var entries = new List<EvaluateDocument.Window>();
        var windows = _hours.GroupBy(hour => hour.Hour).OrderBy(group => group.Key).ToList();
        var spec = TypicalSpan(windows.Count);
        foreach (var group in windows)
        {
            var profile = Merge(group);
            var (first, last) = (profile.FirstEvent!.Value, profile.LastEvent!.Value);
            var report = _evaluate.Evaluate(Against(InputOf(spec, new TimeWindow(first, last.AddTicks(1)), profile) with { Provisional = profile.Rows < length }));
            entries.Add(EvaluateDocument.Window.Of(report, KeyOf(entries.Count, report.Window, WindowUnit.Day)) with
            {
                Windows = string.Create(CultureInfo.InvariantCulture, $"rows:{length}"),
                End = last.UtcDateTime,
            });
        }

        return new EvaluateDocument(entries);
    }

    private TimeWindow Range() => new(_hours.Min(hour => hour.Profile.FirstEvent!.Value), _hours.Max(hour => hour.Profile.LastEvent!.Value).AddTicks(1));

    /// <summary>How much time a window of rows takes on the whole, in hours: for what is promised by the month. A day where rows have no times that tell.</summary>
    private WindowSpec TypicalSpan(int windows)
    {
        var hours = Range().Duration.TotalHours / windows;
        return WindowSpec.Tumbling(new WindowLength(hours < 0.01 ? 24 : Math.Clamp((int)Math.Round(hours), 1, 1000), WindowUnit.Hour));
    }

    /// <summary>All windows; of those that overlap each other only the ones that the data covers, or the one it covers best.</summary>
    private IEnumerable<TimeWindow> Chosen(WindowSpec spec, WindowCalendar calendar, TimeWindow range)
    {
        var all = calendar.Overlapping(spec, range).ToList();
        if (spec.Length == spec.Step)
        {
            return all;
        }

        var covered = all.Where(window => !IsCutShort(window, range)).ToList();
        return covered.Count > 0 ? covered : all.OrderByDescending(window => Min(window.End, range.End) - Max(window.Start, range.Start)).Take(1);
    }

    /// <summary>No more files will come: a window is cut short only when the data ends well before it does, or starts well after.</summary>
    private bool IsCutShort(TimeWindow window, TimeWindow range) =>
        range.End + monitor.AllowedLateness < window.End || range.Start - monitor.AllowedLateness > window.Start;

    private static DateTimeOffset Min(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;

    private static DateTimeOffset Max(DateTimeOffset left, DateTimeOffset right) => left > right ? left : right;

    private EvaluationInput InputOf(WindowSpec spec, TimeWindow window, DatasetProfile current) =>
        new(new ModelVersion(monitor.Model, "local"), spec, window, monitor, current) { EvaluatedAt = time.GetUtcNow() };

    private EvaluationInput Against(EvaluationInput input) =>
        _baseline is null ? input : new BaselineUse(monitor, input.Window, input.Families).Of(_baseline, "the baseline", string.Empty).For(input);

    private DatasetProfile Merge(IEnumerable<(DateTimeOffset Hour, DatasetProfile Profile)> hours)
    {
        var merged = new DatasetProfile(_hours[^1].Profile.Schema);
        foreach (var (_, profile) in hours.OrderBy(hour => hour.Hour))
        {
            merged.Merge(profile);
        }

        return merged;
    }

    private string KeyOf(int index, TimeWindow window, WindowUnit unit)
    {
        var local = TimeZoneInfo.ConvertTime(window.Start, monitor.TimeZone);
        return string.Create(CultureInfo.InvariantCulture, $"{index}|{local.ToString(unit == WindowUnit.Hour ? "yyyy-MM-dd'T'HH" : "yyyy-MM-dd", CultureInfo.InvariantCulture)}");
    }
}
