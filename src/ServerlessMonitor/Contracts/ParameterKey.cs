using System.Globalization;

namespace ServerlessMonitor.Contracts;

/// <summary>The key of a metric that has a parameter: <c>f0.5</c>, <c>pinball0.9</c>, <c>errorQuantile0.05</c>, <c>top3Accuracy</c>, <c>ndcgAt5</c>.</summary>
/// <param name="Family">The key without its parameter: <c>f</c>, <c>pinball</c>, <c>errorQuantile</c>, <c>absoluteErrorQuantile</c>, <c>topAccuracy</c>, <c>ndcgAt</c> and the like.</param>
/// <param name="Parameter">The parameter.</param>
public readonly record struct ParameterKey(string Family, double Parameter)
{
    private static readonly Form[] Forms =
    [
        new("f", ModelTask.Binary, "f0.5", value => value is > 0 and <= 10),
        new("pinball", ModelTask.Regression, "pinball0.9", value => value is > 0 and < 1),
        new("errorQuantile", ModelTask.Regression, "errorQuantile0.9", value => value is >= 0 and <= 1),
        new("absoluteErrorQuantile", ModelTask.Regression, "absoluteErrorQuantile0.9", value => value is >= 0 and <= 1),
        new("top", ModelTask.Multiclass, "top3Accuracy", value => value is 2 or 3) { Suffix = "Accuracy" },
        .. ((string[])["ndcg", "meanAveragePrecision", "meanReciprocalRank", "precision", "recall", "hitRate"]).Select(measure =>
            new Form(measure + "At", ModelTask.Ranking, measure + "At5", value => value is 1 or 3 or 5 or 10 or 20)),
    ];

    /// <summary>What may be written, for people, by task; null: all.</summary>
    public static IEnumerable<string> Examples(ModelTask? task) =>
        Forms.Where(form => task is null || form.Task == task).Select(form => form.Example);

    /// <summary>Reads a key; false where it has no parameter, or one out of its range.</summary>
    /// <param name="key">The key.</param>
    /// <param name="task">The model's task; null: any.</param>
    /// <param name="parsed">Its parts.</param>
    public static bool TryParse(string key, ModelTask? task, out ParameterKey parsed)
    {
        foreach (Form form in Forms)
        {
            if ((task is null || form.Task == task)
                && key.Length > form.Prefix.Length + form.Suffix.Length
                && key.StartsWith(form.Prefix, StringComparison.Ordinal)
                && key.EndsWith(form.Suffix, StringComparison.Ordinal)
                && key[form.Prefix.Length..^form.Suffix.Length] is { Length: <= 10 } text
                && double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value)
                && form.Allows(value))
            {
                parsed = new ParameterKey(form.Prefix + form.Suffix, value);
                return true;
            }
        }

        parsed = default;
        return false;
    }

    private sealed record Form(string Prefix, ModelTask Task, string Example, Func<double, bool> Allows)
    {
        public string Suffix { get; init; } = string.Empty;
    }
}
