using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Reports in memory.</summary>
public sealed class InMemoryReportStore : IReportStore
{
    private readonly VersionedCells<EvaluationReport> _reports = new();
    private readonly VersionedCells<EvaluationReport> _latest = new();

    public Task<Versioned<EvaluationReport>?> GetAsync(ModelVersion model, WindowSpec spec, DateTimeOffset windowEnd, CancellationToken cancellationToken) =>
        Task.FromResult(_reports.Get(Key(model, spec, windowEnd)));

    /// <summary>Called between storing a report and noting it as the latest: throw to die there.</summary>
    public Func<EvaluationReport, Task>? BeforeLatest { get; set; }

    public async Task<bool> TryPutAsync(EvaluationReport report, string? expectedTag, CancellationToken cancellationToken)
    {
        if (_reports.TryPut(Key(report.Model, report.Spec, report.Window.End), report, expectedTag) is null)
        {
            return false;
        }

        await (BeforeLatest?.Invoke(report) ?? Task.CompletedTask);
        await NoteLatestAsync(report, cancellationToken);
        return true;
    }

    public Task NoteLatestAsync(EvaluationReport report, CancellationToken cancellationToken)
    {
        string key = $"{report.Model}~{report.Spec.Key}";
        while (true)
        {
            Versioned<EvaluationReport>? stored = _latest.Get(key);
            bool newerIsThere = stored is not null
                && (stored.Value.Window.End, stored.Value.Revision).CompareTo((report.Window.End, report.Revision)) >= 0;
            if (newerIsThere || _latest.TryPut(key, report, stored?.Tag) is not null)
            {
                return Task.CompletedTask;
            }
        }
    }

    public async IAsyncEnumerable<EvaluationReport> QueryAsync(
        ModelVersion model, WindowSpec spec, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((_, Versioned<EvaluationReport> report) in _reports.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            DateTimeOffset end = report.Value.Window.End;
            if (report.Value.Model == model && report.Value.Spec == spec && end > range.Start && end <= range.End)
            {
                yield return report.Value;
            }
        }
    }

    public async IAsyncEnumerable<EvaluationReport> LatestAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach ((_, Versioned<EvaluationReport> report) in _latest.InOrder)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return report.Value;
        }
    }

    private static string Key(ModelVersion model, WindowSpec spec, DateTimeOffset end) =>
        string.Create(CultureInfo.InvariantCulture, $"{model}~{spec.Key}~{end.UtcTicks:D19}");
}
