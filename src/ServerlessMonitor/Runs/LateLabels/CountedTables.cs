using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Which tables of pairs count.</summary>
internal static class CountedTables
{
    /// <summary>Those whose batches count, with the labels that they have by now.</summary>
    public static async Task<List<PairsName>> OfAsync(IIngestLedger ledger, IReadOnlyCollection<PairsName> tables, LabelsDefinition settings, CancellationToken cancellationToken)
    {
        if (tables.Count == 0)
        {
            return [];
        }

        IReadOnlyDictionary<string, string> counted = await ledger.GetCountedVersionsAsync(
            BlobContainers.Predictions, [.. tables.SelectMany(table => new[] { table.First.BatchId, table.Second.BatchId }).Distinct(StringComparer.Ordinal)], cancellationToken);
        return [.. tables.Where(table =>
            counted.TryGetValue(table.First.BatchId, out string? first) && KeptNames.BatchOf(table.First.Model, table.First.BatchId, first) == table.First
            && counted.TryGetValue(table.Second.BatchId, out string? second) && KeptNames.BatchOf(table.Second.Model, table.Second.BatchId, second) == table.Second
            && (table.Labels == KeptNames.NoPairs || table.Labels == KeptNames.LabelsOf(settings, first, second)))];
    }
}
