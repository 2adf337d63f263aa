using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ServerlessMonitor.Cli.Tests.Commands;

/// <summary>What <c>compare</c> says depends on the rows alone: not on the number of threads, nor on what kind of file the rows come in.</summary>
public sealed class CompareParityTests : IDisposable
{
    // Ten blocks of 4,096 rows, the last one not full: every sketch is beyond what it keeps exactly.
    private const int Rows = 40_001;

    private static readonly string[] Names = ["prediction_id", "timestamp", "amount", "digits", "whole", "rare", "city", "customer", "remark", "flag", "prediction", "score", "label"];
    private static readonly string[] Cities = ["Köln", "東京", "say \"hi\"", "a,b;c", "two\nlines", "back\\slash", "😀"];

    private readonly TemporaryFolder _folder = new();
    private readonly List<string?[]> _before = Table(1, shift: 0);
    private readonly List<string?[]> _now = Table(2, shift: 0.4);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Compare_AnyNumberOfThreads_SaysTheSameToTheBit()
    {
        var (baseline, current) = (_folder.Write("before.csv", Csv(_before)), _folder.Write("now.csv", Csv(_now)));

        var one = await CompareAsync(baseline, current, threads: 1);

        Assert.Contains("\"verdict\": \"drift\"", one, StringComparison.Ordinal);
        Assert.Contains("\"verdict\": \"ok\"", one, StringComparison.Ordinal);
        Assert.Equal(one, await CompareAsync(baseline, current, threads: 2));
        Assert.Equal(one, await CompareAsync(baseline, current, threads: 7));
    }

    [Fact]
    public async Task Compare_SameRowsInOtherFiles_SaysTheSameToTheBit()
    {
        var expected = await CompareAsync(_folder.Write("before.csv", Csv(_before)), _folder.Write("now.csv", Csv(_now)), threads: 2);

        _folder.Write("before.jsonl", Lines(_before));
        _folder.Write("now.jsonl", Lines(_now));
        foreach (var (ending, threads) in new[] { (".jsonl", 7), (".csv.gz", 1), (".jsonl.gz", 2) })
        {
            Assert.Equal(expected, await CompareAsync(FileOf("before", ending), FileOf("now", ending), threads));
        }
    }

    private static async Task<string> CompareAsync(string baseline, string current, int threads)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        string[] args = ["compare", "--baseline", baseline, "--current", current, "--all-methods", "--format", "json"];

        var exitCode = await CommandLine.RunAsync(args, CommandContext.Piped(output, error, threads: threads));

        Assert.Equal((1, string.Empty), (exitCode, error.ToString()));
        return output.ToString()
            .Replace($"\"{Path.GetFileName(baseline)}\"", "\"baseline\"", StringComparison.Ordinal)
            .Replace($"\"{Path.GetFileName(current)}\"", "\"current\"", StringComparison.Ordinal);
    }

    private static List<string?[]> Table(int seed, double shift)
    {
        var random = new Random(seed);
        var start = new DateTime(2026, 3, 2, 0, 0, 0, DateTimeKind.Utc);
        string Shortest(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, Rows).Select(i => new[]
        {
            $"p{i}",
            start.AddSeconds(2 * i).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            random.Next(20) == 0 ? null : (shift + Math.Round(random.NextDouble() * 100, 2)).ToString("F2", CultureInfo.InvariantCulture),
            Shortest(random.NextDouble() + (shift / 10)),
            random.Next(1000).ToString(CultureInfo.InvariantCulture),
            Shortest(Math.Pow(10, random.Next(-300, 300)) * (random.NextDouble() - 0.5)),
            random.Next(9) == 0 ? null : Cities[random.Next(Cities.Length)],
            $"c{(int)(9000 * random.NextDouble() * random.NextDouble())}",
            $"remark \"{random.Next(30_000)}\", ünique {i}",
            random.Next(6) == 0 ? null : random.Next(2) == 0 ? "true" : "false",
            random.Next(2) == 0 ? "0" : "1",
            Shortest(random.NextDouble()),
            random.Next(4) == 0 ? null : random.Next(2) == 0 ? "0" : "1",
        })];
    }

    private static string Csv(List<string?[]> table) =>
        string.Join(',', Names) + "\n" + string.Concat(table.Select(row => string.Join(',', row.Select(Quote)) + "\n"));

    private static string Quote(string? cell) =>
        cell is null ? string.Empty : cell.AsSpan().ContainsAny("\",\n") ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    private static string Lines(List<string?[]> table)
    {
        var text = new StringBuilder();
        foreach (var row in table)
        {
            text.Append('{').AppendJoin(',', row.Select((cell, i) => $"\"{Names[i]}\":{Value(i, cell)}")).Append("}\n");
        }

        return text.ToString();
    }

    private static string Value(int column, string? cell) => cell switch
    {
        null => "null",
        _ when column is 2 or 3 or 4 or 5 or 9 or 10 or 11 or 12 => cell,
        _ => JsonSerializer.Serialize(cell),
    };

    /// <summary>A file of the folder, zipped first if its ending says so.</summary>
    private string FileOf(string name, string ending)
    {
        var file = Path.Combine(_folder.Path, name + ending);
        if (ending.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest);
            using var plain = File.OpenRead(file[..^3]);
            plain.CopyTo(gzip);
        }

        return file;
    }
}
