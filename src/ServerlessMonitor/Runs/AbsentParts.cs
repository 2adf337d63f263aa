namespace ServerlessMonitor.Runs;

/// <summary>
/// Parts that count, but did not come: they are listed before the ledger is asked, so that a batch that was read or joined anew in between counts in a version of which nothing was listed. A window without it
/// would be evaluated as if the batch were gone.
/// </summary>
internal sealed class AbsentParts
{
    private readonly HashSet<PartName> _absent = [];
    private readonly HashSet<PartName> _seen = [];

    /// <summary>Whether all came.</summary>
    public bool IsEmpty => _absent.Count == 0;

    /// <summary>Whether the same were absent in an earlier look: then the version that counts has nothing in these hours.</summary>
    public bool AreAs(AbsentParts? before) => before is not null && _absent.SetEquals(before._absent);

    /// <summary>Notes of parts that came those that count in their place.</summary>
    /// <param name="parts">The parts.</param>
    /// <param name="counted">For each batch that counts its version.</param>
    public void Note(IEnumerable<PartName> parts, IReadOnlyDictionary<string, string> counted)
    {
        foreach (PartName part in parts)
        {
            if (counted.GetValueOrDefault(part.BatchId) is not { } version)
            {
                continue;
            }

            PartName counts = part with { Version = version };
            if (part == counts)
            {
                _seen.Add(counts);
                _absent.Remove(counts);
            }
            else if (!_seen.Contains(counts))
            {
                _absent.Add(counts);
            }
        }
    }

    /// <summary>Notes parts that were listed, and are not there any more.</summary>
    public void Note(IEnumerable<PartName> parts) => _absent.UnionWith(parts);
}
