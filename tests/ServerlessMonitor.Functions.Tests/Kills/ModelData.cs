using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>The blobs of one model: a baseline, a day that begins well, one on which the model is wrong, and one that is well again. Part of the cells is empty.</summary>
/// <param name="model">The model's name.</param>
/// <param name="seed">The same seed gives the same rows.</param>
internal sealed class ModelData(string model, int seed)
{
    public const string Version = "1";
    private const string Header = "prediction_id,timestamp,amount,plan,prediction,score,label\n";
    private const double Well = 0.92;
    private const double Badly = 0.25;
    private static readonly string[] Plans = ["free", "plus", "team"];

    /// <summary>The first day of predictions.</summary>
    public static readonly DateTime FirstDay = new(2026, 2, 23, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>What the monitor says: one rule that alerts. The method of drift is one that a test can compute.</summary>
    public string Monitor => $$"""
        model: {{model}}
        windows: {performance: 1d, quality: 1d, drift: 1d}
        performance:
          - {metric: f1, below: 0.6, severity: critical}
        drift: {method: psi, threshold: 50}
        quality: {missing: 0.9, outOfRange: 0.9}
        """;

    public string Baseline => Rows("base", FirstDay.AddDays(-7), FirstDay, 300, Well);

    /// <summary>The morning of the first day, in two versions of one blob.</summary>
    public string Morning(int version) => Rows($"a{version}", FirstDay, FirstDay.AddHours(12), 60 + (10 * version), Well);

    /// <summary>The rest of the first day, and two hours of the second.</summary>
    public string Evening => Rows("b", FirstDay.AddHours(12), FirstDay.AddDays(1), 70, Well) + Rows("c", FirstDay.AddDays(1), FirstDay.AddHours(26), 20, Badly)[Header.Length..];

    /// <summary>The second day.</summary>
    public string BadDay => Rows("d", FirstDay.AddDays(1), FirstDay.AddDays(2), 120, Badly);

    /// <summary>The third day.</summary>
    public string GoodDay => Rows("e", FirstDay.AddDays(2), FirstDay.AddDays(3), 120, Well);

    /// <summary>What came true later: of every row whose label was not known, and of some whose label was wrong.</summary>
    /// <param name="version">The second has the labels of the third day, too.</param>
    public string Labels(int version)
    {
        RawRow[] rows = [.. RawRow.Read(Morning(2)), .. RawRow.Read(Evening), .. RawRow.Read(BadDay), .. version > 1 ? RawRow.Read(GoodDay) : []];
        IEnumerable<string> late = rows
            .Where((row, i) => row.Label is null || i % 20 == 0)
            .Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.Id},{(row.Label is { } wrong ? 1 - wrong : row.Prediction)}\n"));
        return "prediction_id,label\n" + string.Concat(late) + "nobody,1\n";
    }

    private string Rows(string name, DateTime from, DateTime to, int count, double right)
    {
        var random = new Random(seed + name.Sum(c => c * 7919));
        var text = new StringBuilder(Header);
        for (int row = 0; row < count; row++)
        {
            DateTime at = from + TimeSpan.FromSeconds(Math.Floor((to - from).TotalSeconds * row / (count - 1))) - (row == count - 1 ? TimeSpan.FromSeconds(1) : TimeSpan.Zero);
            int prediction = random.NextDouble() < 0.45 ? 1 : 0;
            int label = random.NextDouble() < right ? prediction : 1 - prediction;
            string amount = random.NextDouble() < 0.03 ? string.Empty : (10 + Enumerable.Range(0, 12).Sum(_ => random.NextDouble()) - 6).ToString("F2", CultureInfo.InvariantCulture);
            string plan = Plans[random.Next(Plans.Length)];
            string known = random.NextDouble() < 0.1 ? string.Empty : $"{label}";
            text.Append(CultureInfo.InvariantCulture, $"{name}-{row},{at:yyyy-MM-ddTHH:mm:ssZ},{amount},{plan},{prediction},{(prediction + random.NextDouble()) / 2:F3},{known}\n");
        }

        return text.ToString();
    }
}
