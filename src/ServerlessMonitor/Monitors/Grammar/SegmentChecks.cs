using System.Text;

namespace ServerlessMonitor.Monitors.Grammar;

/// <summary>What must hold between the keys of segments.</summary>
internal static class SegmentChecks
{
    /// <summary>Rows of one part of the rows are a profile more for every hour: more than a few lists of segments is a mistake.</summary>
    private const int MostDefinitions = 10;

    // As the reader of files has it.
    private const int LongestValue = 100;

    public static void Check(SequenceNode? segments, MappingNode? columns, ProblemList problems)
    {
        if (segments?.Items.Count > MostDefinitions)
        {
            problems.Error(segments.Items[MostDefinitions], "segments", $"found {segments.Items.Count} entries; expected at most {MostDefinitions}, as each costs storage and time in every hour");
        }

        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < segments?.Items.Count; i++)
        {
            var segment = (MappingNode)segments.Items[i];
            string path = $"segments[{i}]";
            CheckFilter(segment, path, problems);
            CheckReference(segment, path, columns, problems);
            CheckColumn((ScalarNode)segment.Find("column")!, $"{path}.column", columns, segment.Find("alert") is ScalarNode alert && Shapes.TryFlag(alert, out bool alerts) && alerts, problems);
            var name = (ScalarNode)(segment.Find("name") ?? segment.Find("column")!);
            if (!names.TryAdd(name.Text, i))
            {
                problems.Error(name, path, $"'{name.Text}' is taken by segments[{names[name.Text]}]; expected another column, or a name of its own");
            }
        }
    }

    private static void CheckFilter(MappingNode segment, string path, ProblemList problems)
    {
        bool named = segment.Find("name") is not null;
        foreach (var (key, _) in segment.Entries.Where(entry => !named && entry.Key.Text is "min" or "below"))
        {
            problems.Error(key, $"{path}.{key.Text}", "makes one segment of a range; expected a name with it, for example name: long-haul");
        }

        foreach (var (key, _) in segment.Entries.Where(entry => entry.Key.Text is "limit" && (named || segment.Find("values") is not null)))
        {
            problems.Error(key, $"{path}.limit", named ? "has no meaning with a name, which makes one segment" : "has no meaning with values, which say how many there are");
        }

        if (named && segment.Find("values") is null && segment.Find("min") is null && segment.Find("below") is null)
        {
            problems.Error(segment, path, "has a name and lets every row through; expected values, min or below with it, or no name for a segment of each value");
        }

        if (segment.Find("values") is { } given && (segment.Find("min") ?? segment.Find("below")) is not null)
        {
            problems.Error(given, $"{path}.values", "contradicts min and below; expected values, or a range");
        }

        if (segment.Find("values") is SequenceNode { Items.Count: > 200 } values)
        {
            problems.Error(values, $"{path}.values", $"found {values.Items.Count} values; expected at most 200");
        }

        foreach (var value in ((segment.Find("values") as SequenceNode)?.Items ?? []).Cast<ScalarNode>().Where(value => Encoding.UTF8.GetByteCount(value.Text) > LongestValue))
        {
            problems.Error(value, $"{path}.values", $"found a value of more than {LongestValue} bytes; such values are never told apart");
        }

        if (segment.Find("min") is ScalarNode min && segment.Find("below") is ScalarNode below
            && Shapes.TryNumber(min, out var smallest) && Shapes.TryNumber(below, out var end) && smallest >= end)
        {
            problems.Error(below, $"{path}.below", $"found {below.Text}; expected more than the minimum, {min.Text}");
        }
    }

    private static void CheckReference(MappingNode segment, string path, MappingNode? columns, ProblemList problems)
    {
        if (segment.Find("reference") is not ScalarNode reference)
        {
            return;
        }

        var column = (ScalarNode)segment.Find("column")!;
        if (segment.Find("name") is not null)
        {
            problems.Error(reference, $"{path}.reference", "has no meaning with a name, which makes one segment");
        }
        else if (columns?.Find("sensitive") is not SequenceNode hidden || !hidden.Items.Any(item => ((ScalarNode)item).Text == column.Text))
        {
            problems.Error(reference, $"{path}.reference", $"'{column.Text}' is not among columns.sensitive, whose groups are compared; expected it there, or no reference");
        }
        else if (segment.Find("values") is SequenceNode values && !values.Items.Any(item => ((ScalarNode)item).Text == reference.Text))
        {
            problems.Error(reference, $"{path}.reference", $"'{reference.Text}' is not among the values; expected one of them");
        }
    }

    private static void CheckColumn(ScalarNode column, string path, MappingNode? columns, bool alerts, ProblemList problems)
    {
        foreach (string role in new[] { "id", "timestamp", "query" })
        {
            if ((columns?.Find(role) as ScalarNode)?.Text == column.Text)
            {
                problems.Error(column, path, $"'{column.Text}' is the {role}: it is another in every row; expected a column with few values");
            }
        }

        if (alerts && columns?.Find("sensitive") is SequenceNode hidden && hidden.Items.Any(item => ((ScalarNode)item).Text == column.Text))
        {
            problems.Error(column, path, $"'{column.Text}' is among columns.sensitive, and alerts would name its values; expected it without alert: true, which shows its segments and alerts nobody");
        }

        if (columns?.Find("ignore") is SequenceNode ignored && ignored.Items.Any(item => ((ScalarNode)item).Text == column.Text))
        {
            problems.Error(column, path, $"'{column.Text}' is among columns.ignore, whose values are not read; expected another column, or to leave it out there");
        }
    }
}
