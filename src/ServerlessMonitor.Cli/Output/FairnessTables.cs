using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Group fairness for people: of the last window that has any.</summary>
internal static class FairnessTables
{
    /// <summary>A table for each sensitive column that has segments.</summary>
    public static void Write(IReadOnlyList<EvaluateDocument.Window> windows, CommandContext context)
    {
        var last = windows.LastOrDefault(window => window is { Provisional: false, Fairness: not null }) ?? windows.LastOrDefault(window => window.Fairness is not null);
        foreach (var column in last?.Fairness ?? [])
        {
            // Of several classes a table for each: selectionRate[a].
            foreach (var keys in column.Groups.SelectMany(group => group.Figures).Select(figure => figure.Key).Distinct(StringComparer.Ordinal).GroupBy(ClassOf, StringComparer.Ordinal))
            {
                var table = new TextTable([
                    $"{column.Column}, against {column.Reference}{(keys.Key.Length > 0 ? $": {keys.Key[1..^1]}" : string.Empty)}", ">rows", ">labelled", .. keys.Select(key => ">" + key[..^keys.Key.Length])]);
                foreach (var group in column.Groups)
                {
                    table.Add([
                        group.Group,
                        Words.Count(group.Rows),
                        Words.Count(group.Labelled),
                        .. keys.Select(key => Cell(group.Figures.FirstOrDefault(figure => figure.Key == key)))]);
                }

                table.Write(context);
            }
        }
    }

    private static string ClassOf(string key) => key.IndexOf('[', StringComparison.Ordinal) is >= 0 and var at ? key[at..] : string.Empty;

    private static TextCell Cell(FairnessFigure? figure)
    {
        if (figure?.Value is not { } value)
        {
            return "-";
        }

        var ratio = figure.Ratio is { } times ? $" (x{Words.Figure(times)})" : string.Empty;
        return figure.Verdict switch
        {
            FairnessVerdict.Differs => TextCell.Bad(Words.Figure(value) + ratio),
            FairnessVerdict.NotEnoughData => TextCell.Doubtful(Words.Figure(value) + " few"),
            _ => Words.Figure(value) + ratio,
        };
    }
}
