namespace ServerlessMonitor.Cli.Output;

/// <summary>The comparison of two files for people.</summary>
internal static class CompareTables
{
    public static void Write(CompareDocument document, CommandContext context)
    {
        var output = context.Output;
        output.WriteLine($"Baseline: {Describe(document.Baseline)}. Current: {Describe(document.Current)}.");
        var table = new TextTable("column", "kind", "role", "method", ">value", ">threshold", "verdict", ">missing before", ">missing now", ">findings");
        foreach (var column in document.Columns)
        {
            var findings = column.Quality.Findings.Count;
            table.Add(
                column.Name,
                column.Kind,
                column.Role,
                column.Drift?.Method ?? "-",
                Words.Figure(column.Drift?.Value),
                Words.Figure(column.Drift?.Threshold),
                Verdict(column.Drift?.Verdict),
                Words.Percent(column.Quality.Missing.Baseline),
                Words.Percent(column.Quality.Missing.Current),
                findings == 0 ? "0" : TextCell.Bad(Words.Count(findings)));
        }

        table.Write(context);
        WriteMethods(document, context);
        WriteMultivariate(document.Dataset.Multivariate, context);
        WriteService(document.Service, context);
        if (document.Segments is { Count: > 0 } segments)
        {
            SegmentTables.Write(segments, [], "segment", context);
        }

        WriteDetails(document, output);
    }

    /// <summary>A verdict with its colour.</summary>
    public static TextCell Verdict(string? verdict) => verdict switch
    {
        null => "-",
        "drift" => TextCell.Bad("drift"),
        "ok" => TextCell.Good("ok"),
        _ => TextCell.Doubtful("not enough data"),
    };

    private static string Describe(CompareDocument.Side side) =>
        $"{Words.Count(side.Rows)} rows" + (side.RejectedRows > 0 ? $" and {Words.Count(side.RejectedRows)} that cannot be read" : string.Empty);

    private static void WriteMethods(CompareDocument document, CommandContext context)
    {
        var table = new TextTable("column", "method", ">value", ">p-value", "verdict by its own threshold");
        foreach (var column in document.Columns)
        {
            foreach (var (method, score) in column.Methods ?? new Dictionary<string, CompareDocument.Score>(StringComparer.Ordinal))
            {
                table.Add(column.Name, method, Words.Figure(score.Value), Words.Figure(score.PValue), Verdict(score.Verdict));
            }
        }

        if (table.Count > 0)
        {
            table.Write(context);
        }
    }

    private static void WriteMultivariate(IReadOnlyList<CompareDocument.Joint> joints, CommandContext context)
    {
        var judged = joints.Any(joint => joint.Verdict is not null);
        var table = judged
            ? new TextTable("numeric features together", ">value", ">threshold", "verdict", ">baseline itself", "most of it")
            : new TextTable("numeric features together", ">value", ">baseline itself", "most of it");
        foreach (var joint in joints.Where(joint => joint.Value is not null))
        {
            TextCell[] verdict = judged ? [Words.Figure(joint.Threshold), Verdict(joint.Verdict)] : [];
            table.Add([joint.Method, Words.Figure(joint.Value), .. verdict, Words.Figure(joint.Baseline), string.Join(", ", joint.Largest)]);
        }

        if (table.Count > 0)
        {
            table.Write(context);
        }
    }

    private static void WriteService(IReadOnlyDictionary<string, EvaluateDocument.MetricEntry>? metrics, CommandContext context)
    {
        if (metrics is not { Count: > 0 })
        {
            return;
        }

        var table = new TextTable("service", ">value", ">95 % interval", ">baseline", "note");
        foreach (var (key, metric) in metrics)
        {
            var value = Words.Figure(metric.Value);
            table.Add(key, metric.Alert ? TextCell.Bad(value) : value, EvaluateTables.Range(metric), Words.Figure(metric.Baseline), metric.Reason ?? string.Empty);
        }

        table.Write(context);
    }

    private static void WriteDetails(CompareDocument document, TextWriter output)
    {
        foreach (var column in document.Columns.Where(column => column.Drift is { Verdict: "drift", Decomposition.Count: > 0 }))
        {
            var most = column.Drift!.Decomposition[0];
            output.WriteLine($"{column.Name} drifts most at {most.Bin}: from {Words.Percent(most.Baseline)} to {Words.Percent(most.Current)} of the rows.");
        }

        foreach (var finding in document.Columns.SelectMany(column => column.Quality.Findings).Concat(document.Dataset.Findings))
        {
            output.WriteLine($"{finding.Check}: {finding.Summary}");
        }

        var dataset = document.Dataset;
        output.WriteLine(
            $"{Words.Count(dataset.DriftedColumns)} of {Words.Count(document.Columns.Count(column => column.Drift is not null))} compared columns drift"
            + $" ({Words.Percent(dataset.DriftedShare)}): the data set {(dataset.Verdict is "drift" ? "drifts" : "does not drift")}.");
    }
}
