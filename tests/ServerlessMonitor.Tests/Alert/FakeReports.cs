using System.Runtime.CompilerServices;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Tests.Alert;

/// <summary>Reports in a list: as much of the port as alerting asks for.</summary>
internal sealed class FakeReports : IReportStore
{
    public List<EvaluationReport> Reports { get; } = [];

    public async IAsyncEnumerable<EvaluationReport> QueryAsync(
        ModelVersion model, WindowSpec spec, TimeWindow range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (EvaluationReport report in Reports.Where(report =>
            report.Model == model && report.Spec == spec && report.Window.End > range.Start && report.Window.End <= range.End).ToList())
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return report;
        }

        await Task.CompletedTask;
    }

    public Task<Versioned<EvaluationReport>?> GetAsync(ModelVersion model, WindowSpec spec, DateTimeOffset windowEnd, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task NoteLatestAsync(EvaluationReport report, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<bool> TryPutAsync(EvaluationReport report, string? expectedTag, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<EvaluationReport> LatestAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
