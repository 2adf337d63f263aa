using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Cli.Output.Html;

/// <summary>Verdicts as sentences.</summary>
internal static class VerdictWords
{
    private const int MostNamed = 3;
    private const double Noticeable = 0.005;
    private const int BinLength = 40;

    /// <summary>The whole comparison.</summary>
    public static string OfDataset(CompareDocument document)
    {
        var compared = document.Columns.Where(column => column.Drift is not null).ToList();
        var drifted = compared.Where(column => column.Drift!.Verdict is "drift").ToList();
        var unknown = compared.Count(column => column.Drift!.Verdict is "notEnoughData");
        var findings = document.Columns.Sum(column => column.Quality.Findings.Count) + document.Dataset.Findings.Count;
        var names = string.Join(", ", drifted.Take(MostNamed).Select(column => HtmlText.Short(column.Name, BinLength)));
        var which = drifted.Count == 0 ? string.Empty : $" ({names}{(drifted.Count > MostNamed ? $" and {Words.Count(drifted.Count - MostNamed)} more" : string.Empty)})";
        var moved = compared.Count == 0 ? "No column could be compared."
            : drifted.Count == 0 ? $"None of the {Words.Count(compared.Count)} compared columns drifts."
            : $"{Words.Count(drifted.Count)} of {Words.Count(compared.Count)} compared columns {(drifted.Count == 1 ? "drifts" : "drift")}{which}: the data set as a whole {(document.Dataset.Verdict is "drift" ? "drifts, as at least half of its columns do." : "does not drift, for which half of its columns would have to.")}";
        return moved
            + (unknown > 0 ? $" For {Words.Count(unknown)} there is not enough data to tell." : string.Empty)
            + (findings == 0 ? " No limit on data quality is broken." : $" {Words.Count(findings)} {(findings == 1 ? "limit" : "limits")} on data quality {(findings == 1 ? "is" : "are")} broken.");
    }

    /// <summary>One column, what moved first, then by what it was judged.</summary>
    public static string OfColumn(CompareDocument.Column column, long baselineRows, long currentRows)
    {
        if (column.Drift is not { } drift)
        {
            return $"{column.Name} is not compared: {column.NotCompared}.";
        }

        if (drift.Value is null)
        {
            return $"{column.Name} cannot be judged: {drift.Reason ?? "the score is undefined"}.";
        }

        var moved = drift.Verdict switch
        {
            "drift" => Moved(drift.Decomposition) is { Length: > 0 } changes ? $"{column.Name} moved: {changes}. " : $"{column.Name} moved. ",
            "ok" => $"{column.Name} is as in the baseline. ",
            _ => $"{column.Name} cannot be told from chance with so few rows. ",
        };
        return moved + Judged(drift) + $" ({Words.Count(currentRows)} rows against {Words.Count(baselineRows)}).";
    }

    private static string Judged(DriftEntry drift)
    {
        var method = drift.Method;
        if (DriftMethodFacts.IsJudgedByPValue(method))
        {
            return $"{method} is {Words.Figure(drift.Value)} with p {Words.Probability(drift.PValue)}, {(drift.PValue <= drift.Threshold ? "not above" : "above")} the limit of {Words.Figure(drift.Threshold)}";
        }

        var side = Math.Abs(drift.Value!.Value) >= drift.Threshold ? "at or above" : "below";
        var chance = drift.NoiseBound is { } bound ? $"; chance alone stays under {Words.Figure(bound)} in 99.9 % of such samples" : string.Empty;
        return $"{method} is {Words.Figure(drift.Value)}, {side} the threshold of {Words.Figure(drift.Threshold)}{chance}";
    }

    // The decomposition has the largest contribution first.
    private static string Moved(IReadOnlyList<DriftContribution> decomposition)
    {
        string? more = Named("more", decomposition.Where(bin => bin.Current - bin.Baseline >= Noticeable));
        string? fewer = Named("fewer", decomposition.Where(bin => bin.Baseline - bin.Current >= Noticeable));
        return string.Join("; ", new[] { more, fewer }.OfType<string>());
    }

    private static string? Named(string word, IEnumerable<DriftContribution> bins)
    {
        var named = bins.Take(MostNamed - 1).Select(bin => $"{Place(bin.Bin)} ({Words.Percent(bin.Baseline)} → {Words.Percent(bin.Current)})").ToList();
        return named.Count == 0 ? null : $"{word} values {string.Join(" and ", named)}";
    }

    private static string Place(string bin) => bin switch
    {
        "(missing)" => "missing",
        "(other)" => "of all other kinds",
        _ when bin.StartsWith("< ", StringComparison.Ordinal) => $"below {bin[2..]}",
        _ when bin.StartsWith(">= ", StringComparison.Ordinal) => $"from {bin[3..]} up",
        _ when bin.StartsWith("> ", StringComparison.Ordinal) => $"above {bin[2..]}",
        _ when bin.Contains(" to ", StringComparison.Ordinal) || bin.StartsWith("between ", StringComparison.Ordinal) => $"in {HtmlText.Short(bin, BinLength)}",
        _ => $"at “{HtmlText.Short(bin, BinLength)}”",
    };
}
