using System.Globalization;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Evaluate.Multivariate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks.Verdicts;

/// <summary>
/// How often the scores of all features together fire by their learnt thresholds, without change and where one feature goes against its factor. Eight features of two factors; chunks of 500 rows.
/// </summary>
internal static class JointCommand
{
    private const int Features = 8;
    private const int Chunks = 12;
    private const int ChunkRows = 500;
    private const int Windows = 10;

    private static readonly string[] Laws = ["normal", "lognormal", "clusters of five", "days differ by 0.3 σ"];
    private static readonly string[] Names = [.. Enumerable.Range(0, Features).Select(i => $"x{i}")];

    /// <summary>Prints a table.</summary>
    /// <param name="baselines">Baselines of each cell, each with ten windows without change and one with.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public static void Run(int baselines, CancellationToken cancellationToken)
    {
        Console.WriteLine("| rows | window | false, in percent | found, in percent |\n| --- | ---: | ---: | ---: |");
        foreach (string law in Laws)
        {
            foreach (int rows in new[] { 100, 300, 500, 2_000, 10_000 })
            {
                int[] fired = new int[3];
                int[] few = new int[3];
                int[] found = new int[3];
                Parallel.For(0, baselines, new ParallelOptions { CancellationToken = cancellationToken }, baseline =>
                {
                    var random = new Draw((ulong)baseline);
                    DatasetProfile[] parts = [.. Enumerable.Range(0, Chunks).Select(_ => Sample(random, ChunkRows, law, turned: false))];
                    var whole = new DatasetProfile(parts[0].Schema);
                    Array.ForEach(parts, whole.Merge);
                    var chunks = new BaselineChunks(parts, whole);
                    for (int window = 0; window < Windows; window++)
                    {
                        IReadOnlyList<MultivariateResult> results = MultivariateDrift.Judge(whole, Sample(random, rows, law, turned: false), chunks);
                        Count(results, DriftVerdict.Drift, fired);
                        Count(results, DriftVerdict.NotEnoughData, few);
                    }

                    Count(MultivariateDrift.Judge(whole, Sample(random, rows, law, turned: true), chunks), DriftVerdict.Drift, found);
                });
                string Cell(int[] counts, double of) => string.Join(" · ", counts.Select(count => (100 * count / of).ToString("0.##", CultureInfo.InvariantCulture)));
                string mostlyFew = few.All(count => count > baselines * Windows / 2) ? " few" : string.Empty;
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {law} | {rows:N0} | {Cell(fired, baselines * Windows)}{mostlyFew} | {Cell(found, baselines)} |"));
            }
        }
    }

    private static void Count(IReadOnlyList<MultivariateResult> results, DriftVerdict verdict, int[] counts)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            if (results[i].Verdict == verdict)
            {
                Interlocked.Increment(ref counts[i]);
            }
        }
    }

    private static DatasetProfile Sample(Draw random, int rows, string law, bool turned)
    {
        double[] cells = new double[rows * Features];
        double[] last = new double[Features];
        double day = law == Laws[3] ? 0.3 * random.Normal() : 0;
        for (int row = 0; row < rows; row++)
        {
            if (law != Laws[2] || row % 5 == 0)
            {
                double first = random.Normal();
                double second = random.Normal();
                for (int i = 0; i < Features; i++)
                {
                    double common = i >= 4 ? second : i == 0 && turned ? -first : first;
                    double value = (0.7 * common) + (0.7 * random.Normal()) + (i == 1 ? day : 0);
                    last[i] = law == Laws[1] ? Math.Exp(value) : value;
                }
            }

            for (int i = 0; i < Features; i++)
            {
                cells[(i * rows) + row] = last[i];
            }
        }

        var features = new FeatureMoments(Names);
        features.Sums.AddColumns(cells, rows);
        return new DatasetProfile(new DatasetSchema(ModelTask.Binary, [.. Names.Select(name => new ColumnSchema(name, ColumnKind.Numeric, ColumnRole.Feature))])) { Rows = rows, Features = features };
    }
}
