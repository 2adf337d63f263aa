using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Runs;

/// <summary>Loads all that the evaluation of a window depends on, and names it.</summary>
public sealed class WindowInputs(WindowLoader windows, BaselineResolver baselines, IReportStore reports, TimeProvider clock)
{
    /// <summary>Where volume looks back to.</summary>
    public const int PrecedingWindows = 4;

    private const int IdLength = 12;
    private const int DigestLength = 16;

    /// <summary>Loads what counts now.</summary>
    /// <param name="target">The window.</param>
    /// <param name="provisional">Whether rows may still come.</param>
    /// <param name="precedingRows">Rows of the windows before; null: as their reports have them now.</param>
    /// <param name="supersededAt">As for <see cref="WindowLoader.LoadAsync(ModelVersion, TimeWindow, long?, CancellationToken)"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The input with its digest, and the same named one by one.</returns>
    public async Task<(EvaluationInput Input, ReportInputs Named)> LoadAsync(
        WindowTarget target, bool provisional, IReadOnlyList<long>? precedingRows, long? supersededAt, CancellationToken cancellationToken)
    {
        LoadedWindow current = await windows.LoadAsync(target.Model, target.Window, supersededAt, cancellationToken);
        ResolvedBaseline baseline = await baselines.ResolveAsync(target.Model, target.Monitor, target.Window, target.Families, supersededAt, cancellationToken);
        IReadOnlyList<long> preceding = precedingRows ?? await PrecedingRowsAsync(target, cancellationToken);
        var input = new EvaluationInput(target.Model, target.Spec, target.Window, target.Monitor, current.Profile)
        {
            Families = target.Families,
            Provisional = provisional,
            PrecedingRows = preceding,
            InputDigest = InputDigest.Compute(target.Spec, target.Window, current.Batches, baseline.Digest, target.Monitor.Digest, provisional, preceding),
            EvaluatedAt = clock.GetUtcNow(),
        };
        var named = new ReportInputs(InputDigest.EngineVersion, target.Monitor.Digest, baseline.Digest is null ? null : Short(baseline.Digest), current.Batches.Count)
        {
            PrecedingRows = preceding,
            Batches = current.Batches.Count > ReportInputs.MostBatches ? [] : [.. current.Batches.Select(batch => $"{batch.BatchId[..Math.Min(IdLength, batch.BatchId.Length)]} {batch.ETag}")],
        };
        return (baseline.For(input), named);
    }

    private static string Short(string digest) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(digest)))[..DigestLength];

    /// <summary>Rows of the complete windows of the same length just before, newest first; windows never reported are left out.</summary>
    private async Task<IReadOnlyList<long>> PrecedingRowsAsync(WindowTarget target, CancellationToken cancellationToken)
    {
        if (!target.Families.Contains(EvaluationFamily.Quality))
        {
            return [];
        }

        var calendar = new WindowCalendar(target.Monitor.TimeZone);
        var rows = new List<long>();
        for (int back = 1; back <= PrecedingWindows; back++)
        {
            TimeWindow before = calendar.Before(target.Spec, target.Window, back);
            if (await reports.GetAsync(target.Model, target.Spec, before.End, cancellationToken) is { Value: { Provisional: false } report })
            {
                rows.Add(report.Rows);
            }
        }

        return rows;
    }
}
