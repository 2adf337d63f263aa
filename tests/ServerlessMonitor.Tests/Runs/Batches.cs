using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Tests.Runs;

/// <summary>Makes batches of a binary model: one feature, a score, and labels that agree with the prediction as often as asked.</summary>
internal static class Batches
{
    public const string Header = "prediction_id,timestamp,amount,prediction,score,label";

    /// <summary>A day's batch, spread over its 24 hours.</summary>
    /// <param name="day">The day, UTC.</param>
    /// <param name="rows">How many rows.</param>
    /// <param name="amount">Mean of the feature; its spread is 1.</param>
    /// <param name="right">Share of predictions that are right, 0 to 1.</param>
    /// <param name="seed">Another seed, other rows.</param>
    public static string Day(DateOnly day, int rows = 480, double amount = 10, double right = 0.9, int seed = 1)
    {
        var random = new Random(day.DayNumber ^ (seed * 7919));
        var text = new StringBuilder(Header).Append('\n');
        for (int row = 0; row < rows; row++)
        {
            DateTime at = day.ToDateTime(TimeOnly.MinValue).AddSeconds(86_399.0 * row / Math.Max(1, rows - 1));
            double value = amount + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6;
            int prediction = random.NextDouble() < 0.4 ? 1 : 0;
            int label = random.NextDouble() < right ? prediction : 1 - prediction;
            double score = prediction == 1 ? 0.5 + (random.NextDouble() / 2) : random.NextDouble() / 2;
            text.Append(CultureInfo.InvariantCulture, $"{day:yyyyMMdd}-{seed}-{row},{at:yyyy-MM-ddTHH:mm:ssZ},{value:F4},{prediction},{score:F3},{label}\n");
        }

        return text.ToString();
    }

    /// <summary>The file with one more column, <c>country</c>, that has one value.</summary>
    public static string From(string country, string csv) =>
        string.Join('\n', csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select((line, i) => $"{line},{(i == 0 ? "country" : country)}"));

    /// <summary>The rows of files with the same columns, as one file.</summary>
    public static string Joined(params string[] files) => string.Join('\n', files.Select((file, i) => i == 0 ? file : file[(file.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
}
