namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Nearest
{
    // Longer texts are no misspelt keys, and the distance costs the product of the lengths.
    private const int LongestName = 64;

    /// <summary>A sentence that names the nearest candidate, or all of them where none is near.</summary>
    public static string Suggest(string name, IEnumerable<string> candidates)
    {
        var known = candidates.ToList();
        return Find(name, known) is { } nearest ? $"did you mean '{nearest}'?" : $"expected one of {string.Join(", ", known)}";
    }

    /// <summary>The candidate with the fewest edits from <paramref name="name"/>, case aside; null where more than a third of it would have to change.</summary>
    public static string? Find(string name, IEnumerable<string> candidates)
    {
        if (name.Length is 0 or > LongestName)
        {
            return null;
        }

        var best = candidates
            .Select(candidate => (Candidate: candidate, Edits: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Edits)
            .ThenBy(pair => pair.Candidate, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Candidate is not null && best.Edits <= Math.Max(1, Math.Max(name.Length, best.Candidate.Length) / 3) ? best.Candidate : null;
    }

    // Optimal string alignment: insert, delete, replace, swap neighbours.
    private static int Distance(string a, string b)
    {
        var table = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            table[i, 0] = i;
        }

        for (var j = 0; j <= b.Length; j++)
        {
            table[0, j] = j;
        }

        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = a[i - 1] == b[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[a.Length, b.Length];
    }
}
