using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Feeding;

namespace ServerlessMonitor.Profile;

/// <summary>Puts the profiles of segments into those of a file's hours.</summary>
internal static class SegmentParts
{
    /// <summary>Adds the segments to the hours in which their rows are.</summary>
    /// <param name="profile">The file, without segments.</param>
    /// <param name="feeders">What its segments were fed into.</param>
    /// <param name="context">What is known beside the file.</param>
    /// <param name="unnamed">Columns that turned out not to be in the file.</param>
    public static BatchProfile AddTo(BatchProfile profile, IReadOnlyList<SegmentFeeder> feeders, BatchContext context, IReadOnlyCollection<string> unnamed)
    {
        var added = new SortedDictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        (long Start, long Last)[] hours = [.. profile.Hours.Select(hour => (hour.Hour.UtcTicks, hour.Profile.LastEvent?.UtcTicks ?? long.MinValue))];
        bool isFull = false;
        foreach (SegmentFeeder feeder in feeders)
        {
            var rowsOfNew = new Dictionary<string, long>(StringComparer.Ordinal);
            foreach ((SegmentKey segment, long start, bool isNew, DatasetProfile part) in feeder.Profiles(unnamed))
            {
                if (isNew)
                {
                    rowsOfNew[segment.Value!] = rowsOfNew.GetValueOrDefault(segment.Value!) + part.Rows;
                }

                SegmentSummaries.Thin(part);
                DatasetProfile hour = profile.Hours[PlaceOf(hours, start)].Profile;
                hour.AddSegment(segment, part);
                hour.NoteSegmentSpan(feeder.SpanOf(profile.EventRange));
            }

            isFull |= feeder.IsFull || rowsOfNew.Count > feeder.Room;
            if (rowsOfNew.Count > 0)
            {
                added[feeder.Definition.Column] = [.. rowsOfNew.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(feeder.Room).Select(pair => pair.Key)];
            }
        }

        return profile with
        {
            SegmentValues = context.SegmentValues.With(added),
            HasNewSegmentValues = added.Count > 0,
            HasTooManySegmentValues = isFull,
            Notes = [.. profile.Notes, .. Notes(profile, feeders)],
        };
    }

    /// <summary>The place of the hour that holds an instant. Where hours or segments were folded into days or months, the first hour at or after it.</summary>
    /// <param name="hours">The start and the last event of each, UTC ticks, ascending.</param>
    /// <param name="start">UTC ticks.</param>
    internal static int PlaceOf(IReadOnlyList<(long Start, long Last)> hours, long start)
    {
        int last = 0;
        for (int place = 0; place < hours.Count; place++)
        {
            if (hours[place].Start == start)
            {
                return place;
            }

            if (hours[place].Start > start)
            {
                return hours[last].Last >= start ? last : place;
            }

            last = place;
        }

        return last;
    }

    private static IEnumerable<string> Notes(BatchProfile profile, IReadOnlyList<SegmentFeeder> feeders)
    {
        foreach (SegmentFeeder feeder in feeders)
        {
            SegmentDefinition definition = feeder.Definition;
            ColumnSchema? column = profile.Schema.Find(definition.Column);
            if (column is null)
            {
                yield return $"The monitor's segments name the column '{definition.Column}', which the file does not have.";
            }
            else if (column.Role == ColumnRole.Ignored || (definition is { IsFilter: true, Values: null } && column.Kind is not (ColumnKind.Numeric or ColumnKind.Timestamp or ColumnKind.Boolean)))
            {
                yield return $"The segment '{definition.Key}' has no rows: the column '{definition.Column}' is {(column.Role == ColumnRole.Ignored ? "ignored" : $"{column.Kind.ToString().ToLowerInvariant()}, and has no range")}.";
            }

            if (feeder.FoldedInto is { } folded)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"The segments of '{definition.Key}' over the file's hours are more than {feeder.Limit:N0}: their rows are kept {folded}, and shorter windows have no segments.");
            }
        }
    }
}
