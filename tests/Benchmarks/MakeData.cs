using System.Globalization;
using System.Text;

namespace ServerlessMonitor.Benchmarks;

/// <summary>
/// Writes the benchmark's file: 30 columns, about 308 bytes a row. An id, a timestamp, 20 numbers of ten kinds (2 % empty in six; two columns with all their digits), categories with
/// 3, 10, 50, 500 and 10,000 Zipf-like values, prediction, score and label. The same seed gives the same bytes. As CSV, or the same rows as JSON Lines where the path says so.
/// </summary>
internal static class MakeData
{
    private static readonly int[] Cardinalities = [3, 10, 50, 500, 10_000];

    public static void Write(string path, int rows, int seed, int days = 1)
    {
        var random = new Random(seed);
        double[][] zipf = [.. Cardinalities.Select(Cumulative)];
        using var output = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 1 << 20) { NewLine = "\n" };
        string header = Header();
        string[]? names = path.EndsWith(".jsonl", StringComparison.Ordinal) ? header.Split(',') : null;
        if (names is null)
        {
            output.WriteLine(header);
        }

        var line = new StringBuilder(400);
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        for (int row = 0; row < rows; row++)
        {
            line.Clear();
            DateTime time = start.AddSeconds(((days * 86_400.0) - 1) * row / rows);
            line.Append(CultureInfo.InvariantCulture, $"p{row:D9},{time:yyyy-MM-ddTHH:mm:ss.fffZ}");
            double signal = 0;
            for (int column = 0; column < 20; column++)
            {
                double value = Number(random, column % 10);
                signal += column < 4 ? value : 0;
                line.Append(',');
                if (column >= 6 || random.NextDouble() >= 0.02)
                {
                    AppendNumber(line, value, column % 10);
                }
            }

            foreach (double[] cumulative in zipf)
            {
                line.Append(",c").Append(Pick(cumulative, random.NextDouble()).ToString("D4", CultureInfo.InvariantCulture));
            }

            double score = 1 / (1 + Math.Exp(1 - (0.4 * signal) - (0.8 * Normal(random))));
            int label = random.NextDouble() < score ? 1 : 0;
            line.Append(CultureInfo.InvariantCulture, $",{(score >= 0.5 ? 1 : 0)},{score:F6},{label}");
            if (names is null)
            {
                output.WriteLine(line);
            }
            else
            {
                WriteObject(output, names, line.ToString().Split(','));
            }
        }
    }

    private static void WriteObject(StreamWriter output, string[] names, string[] cells)
    {
        for (int i = 0; i < cells.Length; i++)
        {
            bool isText = i < 2 || cells[i].StartsWith('c');
            output.Write(i == 0 ? "{\"" : ",\"");
            output.Write(names[i]);
            output.Write(isText ? "\":\"" : "\":");
            output.Write(cells[i].Length == 0 ? "null" : cells[i]);
            output.Write(isText ? "\"" : string.Empty);
        }

        output.WriteLine('}');
    }

    private static string Header()
    {
        IEnumerable<string> numbers = Enumerable.Range(0, 20).Select(i => $"n{i:D2}");
        IEnumerable<string> categories = Cardinalities.Select(cardinality => $"cat_{cardinality}");
        return string.Join(',', ["prediction_id", "timestamp", .. numbers, .. categories, "prediction", "score", "label"]);
    }

    private static double Number(Random random, int kind) => kind switch
    {
        0 => Normal(random),
        1 => random.NextDouble(),
        2 => Normal(random) + (random.NextDouble() < 0.3 ? 3 : -1),
        3 => -Math.Log(1 - random.NextDouble()),
        4 => Math.Exp(2 * Normal(random)),
        5 => random.Next(0, 1000),
        6 => random.Next(0, 24),
        7 => 1e6 + (1000 * Normal(random)),
        8 => random.NextDouble() < 0.8 ? 0 : 100 * random.NextDouble(),
        _ => Math.Round(50 * Math.Abs(Normal(random)), 2),
    };

    private static void AppendNumber(StringBuilder line, double value, int kind)
    {
        string format = kind switch
        {
            1 => "R",
            5 or 6 => "F0",
            7 => "F3",
            9 => "F2",
            _ => "F9",
        };
        line.Append(value.ToString(format, CultureInfo.InvariantCulture));
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static double[] Cumulative(int cardinality)
    {
        var result = new double[cardinality];
        double sum = 0;
        for (int i = 0; i < cardinality; i++)
        {
            sum += 1.0 / (i + 1);
            result[i] = sum;
        }

        for (int i = 0; i < cardinality; i++)
        {
            result[i] /= sum;
        }

        return result;
    }

    private static int Pick(double[] cumulative, double uniform)
    {
        int index = Array.BinarySearch(cumulative, uniform);
        return index < 0 ? Math.Min(~index, cumulative.Length - 1) : index;
    }
}
