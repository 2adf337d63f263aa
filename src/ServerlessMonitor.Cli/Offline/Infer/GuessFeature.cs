using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline.Infer;

/// <summary>What to say of a feature: only what will still hold tomorrow. A bound is given where it means something, with slack; not the largest value of the day.</summary>
internal static class GuessFeature
{
    private const int MostDomain = 100;
    private const double MostUnseen = 0.01;
    private const double RequiredMissing = 0.01;
    private const int LeastRows = 100;
    private const int FewCodes = 60;
    private const double Slack = 0.5;

    public static MonitorDraft.Feature Of(ColumnProfile column, long rows, bool sensitive)
    {
        var missing = rows == 0 ? 0 : (double)(rows - column.Present - column.Invalid) / rows;
        var feature = new MonitorDraft.Feature(column.Name, JsonText.Of(column.Kind), null, null, null, rows > 0 && missing <= RequiredMissing, string.Empty);
        var notes = new List<string>();
        feature = column.Kind switch
        {
            _ when column.Present == 0 => Noted(feature, notes, "no value in the file: the type is a guess"),
            ColumnKind.Numeric => Numeric(feature, column, notes, sensitive),
            ColumnKind.Categorical => Categorical(feature, column, notes, sensitive),
            ColumnKind.Text => Noted(feature, notes, "free text: watched for missing values only"),
            _ => feature,
        };
        if (missing > 0 && column.Present > 0)
        {
            notes.Add($"{Words.Percent(missing)} missing");
        }

        return feature with { Comment = string.Join("; ", notes) };
    }

    /// <summary>A bound with half of the range as slack, to one or two digits, away from the values.</summary>
    public static double Outer(double bound, double range, bool upper)
    {
        var wanted = upper ? bound + (Slack * range) : bound - (Slack * range);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(Math.Abs(wanted), range))));
        var step = unit / 2;
        var rounded = (upper ? Math.Ceiling(wanted / step) : Math.Floor(wanted / step)) * step;
        return double.IsFinite(rounded) ? Math.Round(rounded, 12) : bound;
    }

    private static MonitorDraft.Feature Noted(MonitorDraft.Feature feature, List<string> notes, string note)
    {
        notes.Add(note);
        return feature;
    }

    private static MonitorDraft.Feature Numeric(MonitorDraft.Feature feature, ColumnProfile column, List<string> notes, bool sensitive)
    {
        var (min, max) = (column.Moments!.Min, column.Moments.Max);
        if (sensitive)
        {
            return feature;
        }

        if (min == max)
        {
            return Noted(feature, notes, $"always {Words.Figure(min)}");
        }

        notes.Add($"{Words.Figure(min)} to {Words.Figure(max)}");
        if (column.Present < LeastRows)
        {
            notes.Add("too few rows for a range");
            return min >= 0 ? feature with { Min = 0 } : feature;
        }

        if (column.Values is { Overflowed: false } values && values.Values() is var codes && codes.All(item => item.Value == Math.Floor(item.Value)))
        {
            // Every whole number between the ends: a weekday, an hour, a grade. 0 and 1 are the smallest such code.
            var complete = codes.Length == max - min + 1 && codes.Length <= FewCodes && min is 0 or 1;
            if (complete)
            {
                notes.Add("every whole number between occurs");
                return feature with { Min = min, Max = max };
            }
        }
        else if (min >= 0 && max is > 0.5 and <= 1)
        {
            notes.Add("a share?");
            return feature with { Min = 0, Max = 1 };
        }

        return Bounded(feature, column, min, max);
    }

    private static MonitorDraft.Feature Bounded(MonitorDraft.Feature feature, ColumnProfile column, double min, double max)
    {
        if (column.Name.Contains("percent", StringComparison.OrdinalIgnoreCase) && min >= 0 && max is > 1 and <= 100)
        {
            return feature with { Min = 0, Max = 100 };
        }

        // A long tail has no end that the data shows.
        var sketch = column.Quantiles!;
        var (low, middle, high) = (sketch.Quantile(0.05), sketch.Quantile(0.5), sketch.Quantile(0.95));
        var range = max - min;
        var upper = max - middle <= 4 * (high - middle) && double.IsFinite(range) ? Outer(max, range, upper: true) : (double?)null;
        var lower = min >= 0 ? 0 : middle - min <= 4 * (middle - low) && double.IsFinite(range) ? Math.Min(Outer(min, range, upper: false), min) : (double?)null;
        return feature with { Min = lower, Max = upper };
    }

    private static MonitorDraft.Feature Categorical(MonitorDraft.Feature feature, ColumnProfile column, List<string> notes, bool sensitive)
    {
        var items = column.Items!;
        var distinct = column.Distinct?.Estimate() ?? items.ItemCount;
        if (sensitive || !items.IsExact || items.ItemCount > MostDomain)
        {
            return Noted(feature, notes, $"{Words.Count(distinct)} values: new ones are found by the baseline");
        }

        var known = items.Items();
        // Values seen once say how many were not seen yet (Good and Turing, 1953).
        if (known.Count(item => item.Count == 1) > MostUnseen * items.Count)
        {
            return Noted(feature, notes, $"{Words.Count(distinct)} values, and likely more: new ones are found by the baseline");
        }

        if (known.Any(item => !IsPlain(item.Utf8.Span)))
        {
            return Noted(feature, notes, $"{Words.Count(distinct)} values, some too long or not of letters");
        }

        return feature with { Domain = [.. known.Select(item => item.Text)] };
    }

    // A longer value is kept shortened, and is no value to compare with.
    private static bool IsPlain(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > 100 || !System.Text.Unicode.Utf8.IsValid(utf8))
        {
            return false;
        }

        foreach (var b in utf8)
        {
            if (b < 0x20 || b == 0x7F)
            {
                return false;
            }
        }

        return true;
    }
}
