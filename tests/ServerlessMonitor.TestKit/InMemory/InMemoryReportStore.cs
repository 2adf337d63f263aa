using System.Globalization;
using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.TestKit.InMemory;

/// <summary>Reports in memory.</summary>
public sealed class InMemoryReportStore : IReportStore
{
    private readonly VersionedCells<EvaluationReport> _reports = new();

    public Task<Versioned<EvaluationReport>?> GetAsync(ModelVersion model, WindowSpec spec, DateTimeOffset windowEnd, CancellationToken cancellationToken) =>
        Task.FromResult(_reports.Get(Key(model, spec, windowEnd)));

    public Task<bool> TryPutAsync(EvaluationReport report, string? expectedTag, CancellationToken cancellationToken) =>
        Task.FromResult(_reports.TryPut(Key(report.Model, report.Spec, report.Window.End), report, expectedTag) is not null);

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
        IEnumerable<EvaluationReport> newest = _reports.InOrder
            .GroupBy(report => (report.Value.Value.Model, report.Value.Value.Spec))
            .Select(group => group.OrderBy(report => report.Value.Value.Window.End).Last().Value.Value);
        foreach (EvaluationReport report in newest)
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return report;
        }
    }

    private static string Key(ModelVersion model, WindowSpec spec, DateTimeOffset end) =>
        string.Create(CultureInfo.InvariantCulture, $"{model}~{spec.Key}~{end.UtcTicks:D19}");
}
