using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>Names all that a report depends on, so that an unchanged window is not evaluated again and a stored verdict can be checked.</summary>
public static class InputDigest
{
    /// <summary>Raised whenever the same inputs give another report than before.</summary>
    public const int EngineVersion = 5;

    /// <summary>
    /// SHA-256 in lower-case hexadecimal over the engine version, the window, the live parts in ordinal order, the baseline, the monitor, and the row counts before.
    /// Every field is ended by U+0000, so that no two inputs share a text.
    /// </summary>
    /// <param name="spec">The windows that it belongs to.</param>
    /// <param name="window">The span of event time.</param>
    /// <param name="parts">The batch and version of each live part, in any order.</param>
    /// <param name="baseline">What names the baseline and its version, for example <c>source@etag</c>; null without.</param>
    /// <param name="monitorDigest"><see cref="MonitorDefinition.Digest"/>.</param>
    /// <param name="provisional">Whether rows may still come.</param>
    /// <param name="precedingRows">As the report's input has them.</param>
    public static string Compute(
        WindowSpec spec,
        TimeWindow window,
        IEnumerable<(string BatchId, string ETag)> parts,
        string? baseline,
        string monitorDigest,
        bool provisional,
        IReadOnlyList<long> precedingRows)
    {
        var text = new StringBuilder();
        void Add(string field) => text.Append(field).Append('\0');
        Add(EngineVersion.ToString(CultureInfo.InvariantCulture));
        Add(spec.Key);
        Add(window.Start.ToString("O", CultureInfo.InvariantCulture));
        Add(window.End.ToString("O", CultureInfo.InvariantCulture));
        Add(provisional ? "provisional" : "complete");
        Add(monitorDigest);
        Add(baseline is null ? "-" : $"+{baseline}");
        Add(string.Join(',', precedingRows.Select(rows => rows.ToString(CultureInfo.InvariantCulture))));
        foreach ((string batchId, string eTag) in parts.Distinct().OrderBy(part => part.BatchId, StringComparer.Ordinal).ThenBy(part => part.ETag, StringComparer.Ordinal))
        {
            Add(batchId);
            Add(eTag);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
