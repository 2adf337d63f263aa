using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Runs;

/// <summary>Names a set of profile parts, so that a compacted profile can be told to hold exactly those that count.</summary>
internal static class CompactedContents
{
    // Raised whenever the same parts are merged into other bytes than before: what was compacted until then is passed over, and compacted again.
    private const int MergeVersion = 1;

    /// <summary>SHA-256 in lower-case hexadecimal over the parts by hour, batch and version. Parts that nobody may confuse have different ones.</summary>
    public static string Of(IEnumerable<PartName> parts)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{MergeVersion}\0");
        foreach (PartName part in parts.Order(PartName.MergeOrder))
        {
            text.Append(CultureInfo.InvariantCulture, $"{part.Hour.UtcTicks}\0{part.BatchId}\0{part.Version}\0");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
