using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>From what a window is merged: the coarsest compacted profiles that hold exactly the parts that count, and the parts outside of these.</summary>
/// <param name="Place">Which of the windows it is.</param>
/// <param name="Piece">The window.</param>
/// <param name="Tiles">The compacted profiles by time, each with the parts that it holds.</param>
/// <param name="Outside">The parts in none of them.</param>
internal sealed record PiecePlan(int Place, TimeWindow Piece, IReadOnlyList<(CompactedKey Key, IReadOnlyList<PartName> Inside)> Tiles, IReadOnlyList<PartName> Outside)
{
    /// <summary>Whether nothing counts.</summary>
    public bool IsEmpty => Tiles.Count + Outside.Count == 0;

    /// <summary>Plans a window.</summary>
    /// <param name="place">Which of the windows it is.</param>
    /// <param name="piece">The window.</param>
    /// <param name="keys">What is compacted.</param>
    /// <param name="counted">The window's parts that count.</param>
    public static PiecePlan Of(int place, TimeWindow piece, IReadOnlyList<CompactedKey> keys, IReadOnlyList<PartName> counted)
    {
        var tiles = new List<(CompactedKey Key, IReadOnlyList<PartName> Inside)>();
        foreach (IGrouping<CompactedSpan, CompactedKey> sameSpan in keys.Where(key => piece.Covers(CalendarSpans.Of(key))).GroupBy(key => key.Span).OrderByDescending(group => group.Key))
        {
            ILookup<DateTimeOffset, PartName> bySpan = counted.ToLookup(part => CalendarSpans.Of(sameSpan.Key, part.Hour).Start);
            Dictionary<DateTimeOffset, CompactedKey> covered = [];
            foreach (CompactedKey key in sameSpan.Where(key => bySpan.Contains(key.Start) && CompactedContents.Of(bySpan[key.Start]) == key.Contents))
            {
                covered[key.Start] = key;
            }

            tiles.AddRange(covered.Select(tile => (tile.Value, (IReadOnlyList<PartName>)[.. bySpan[tile.Key]])));
            counted = [.. bySpan.Where(span => !covered.ContainsKey(span.Key)).SelectMany(span => span)];
        }

        return new PiecePlan(place, piece, [.. tiles.OrderBy(tile => tile.Key.Start)], counted);
    }

    /// <summary>The days of the window with parts that are in no compacted profile, by time.</summary>
    public IEnumerable<TimeWindow> Days() =>
        Outside.Select(part => CalendarSpans.DayOf(part.Hour).Start).Distinct().Order().Select(start => CalendarSpans.DayOf(start).Within(Piece)!.Value);
}
