using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Tests.Ingest.Readers;

namespace ServerlessMonitor.Tests.Profile;

/// <summary>The same rows give the same bytes, whatever file they come in.</summary>
public sealed class FormatParityTests
{
    private static readonly string[] Names = ["prediction_id", "timestamp", "amount", "tiny", "city", "remark, \"quoted\"", "flag", "empty", "prediction", "score", "label"];
    private static readonly string[] Cities = ["Köln", "東京", "say \"hi\"", "a,b;c", "two\nlines", "back\\slash", "😀", "tab\there", "null", "1e5"];
    private static readonly string[] Amounts = ["-0", "0", "-0.0", "1e3", "1E-3", "12345678901234567890", "0.1", "1.50", "-17", "1e999"];

    [Theory]
    [InlineData(7, 1)]
    [InlineData(4096, 2)]
    [InlineData(9001, 3)]
    public async Task Profile_SameRows_GiveTheSameBytesInEveryFormat(int rows, int seed)
    {
        List<string?[]> table = Table(rows, seed);
        BatchProfile expected = await ProfileAsync("f.csv", Csv(table));
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["f.jsonl"] = Lines(table, null),
            ["f.ndjson"] = Lines(table, new Random(seed)),
            ["f.json"] = "[\n" + Lines(table, null).TrimEnd('\n').Replace("\n", ",\r\n  ", StringComparison.Ordinal) + "]",
            ["lines.json"] = Lines(table, null),
        };
        foreach ((string name, string text) in files)
        {
            AssertSame(expected, await ProfileAsync(name, text));
            AssertSame(expected, await ProfileAsync(name + ".gz", text));
        }

        AssertSame(expected, await ProfileAsync("f.csv.gz", Csv(table)));
    }

    [Fact]
    public async Task Profile_KnownSchema_GivesTheSameBytesWhereColumnsAreLeftOutOrComeLate()
    {
        List<string?[]> table = Table(6000, 5);
        DatasetSchema known = (await ProfileAsync("f.csv", Csv(table))).Schema;
        List<string?[]> batch = Table(6000, 6);
        foreach (string?[] row in batch.Take(5000))
        {
            // The city comes up in row 5,001; the label and the column without values never do.
            row[4] = null;
        }

        foreach (string?[] row in batch)
        {
            row[7] = null;
            row[10] = null;
        }

        BatchProfile expected = await ProfileAsync("f.csv", Csv(batch, leftOut: [7, 10]), known);
        BatchProfile actual = await ProfileAsync("f.jsonl", Lines(batch, null, leaveOutMissing: true), known);

        AssertSame(expected, actual);
        Assert.Equal(["empty", "label"], actual.AbsentColumns.Order(StringComparer.Ordinal));
        Assert.Empty(actual.LateColumns);
    }

    [Fact]
    public async Task Profile_FilesOfAnotherCountry_AreReadAsTheMonitorSays()
    {
        const string Text = "prediction_id;timestamp;amount\na;29.03.2026 02:30;1.234,5\nb;29.03.2026 03:30;-7\nc;31.12.9999 00:00;1\nd;29.03.2026 12:00;1.5\n";
        Assert.True(DatePattern.TryParse("dd.MM.yyyy HH:mm", out DatePattern? form));
        var monitor = new MonitorDefinition("m")
        {
            TimeZone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
            Features = new Dictionary<string, FeatureDefinition>(StringComparer.Ordinal) { ["amount"] = new() { Kind = ColumnKind.Numeric } },
            Input = new InputDefinition { DecimalSign = DecimalSign.Comma, ThousandsSign = ThousandsSign.Point, Delimiter = ';', DateFormat = form },
        };

        BatchProfile profile = await ProfileAsync("f.csv", Text, monitor: monitor);

        Assert.Equal(["2026-03-29T01", "2026-03-29T10"], profile.Hours.Select(hour => hour.Hour.ToString("yyyy-MM-dd'T'HH", CultureInfo.InvariantCulture)));
        Assert.Equal((1234.5, -7.0), (profile.Hours[0].Profile.Columns["amount"].Moments!.Max, profile.Hours[0].Profile.Columns["amount"].Moments!.Min));
        Assert.Equal(1, profile.Hours[1].Profile.Columns["amount"].Invalid);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["TimestampOutOfRange"] = 1 }, profile.RejectedRows);

        // Nothing said: no date, no number, and nothing guessed.
        BatchFormatException exception = await Assert.ThrowsAsync<BatchFormatException>(() => ProfileAsync("f.csv", Text));
        Assert.Contains("4 InvalidTimestamp", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Profile_LateColumn_IsANote()
    {
        string text = string.Concat(Enumerable.Range(0, 4200).Select(i => i < 4190 ? "{\"x\":1}\n" : "{\"x\":1,\"y\":2}\n"));

        BatchProfile profile = await ProfileAsync("f.jsonl", text);

        Assert.Equal(10, profile.LateColumns["y"]);
        Assert.Contains(profile.Notes, note => note.Contains("'y' has a value in 10 rows", StringComparison.Ordinal));
        Assert.Equal(4200, profile.Rows);
    }

    private static void AssertSame(BatchProfile expected, BatchProfile actual)
    {
        Assert.Equal(expected.Rows, actual.Rows);
        Assert.Equal(expected.RejectedRows, actual.RejectedRows);
        Assert.True(expected.Schema.IsSameAs(actual.Schema));
        Assert.Equal(expected.EventRange, actual.EventRange);
        Assert.Equal(expected.Hours.Select(hour => hour.Hour), actual.Hours.Select(hour => hour.Hour));
        for (int i = 0; i < expected.Hours.Count; i++)
        {
            Assert.Equal(ProfileCodec.ToBytes(expected.Hours[i].Profile), ProfileCodec.ToBytes(actual.Hours[i].Profile));
        }
    }

    private static async Task<BatchProfile> ProfileAsync(string name, string text, DatasetSchema? known = null, MonitorDefinition? monitor = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            var zipped = new MemoryStream();
            await using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest))
            {
                await gzip.WriteAsync(bytes);
            }

            bytes = zipped.ToArray();
        }

        var context = new BatchContext(monitor ?? new MonitorDefinition("m"), EventTimeFallback.Day(new DateOnly(2001, 2, 12))) { Schema = known };
        return await new BatchProfiler(2).ProfileAsync(new PieceStream(bytes, 10_007), name, context, CancellationToken.None);
    }

    /// <summary>Cells as text; null where there is none.</summary>
    private static List<string?[]> Table(int rows, int seed)
    {
        var random = new Random(seed);
        var start = new DateTime(2001, 2, 12, 3, 0, 0, DateTimeKind.Utc);
        string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        return [.. Enumerable.Range(0, rows).Select(i => new[]
        {
            $"id-{i - (i % 50 == 0 ? 1 : 0)}",
            start.AddSeconds(i * 3).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            random.Next(8) == 0 ? null : random.Next(3) == 0 ? Amounts[random.Next(Amounts.Length)] : Number(random.NextDouble() * 1000),
            Number(Math.Pow(10, -random.Next(300)) * (random.Next(2) - 0.5)),
            random.Next(9) == 0 ? null : Cities[random.Next(Cities.Length)],
            $"remark \"{random.Next(5000)}\", ünique {i}",
            random.Next(6) == 0 ? null : random.Next(2) == 0 ? "true" : "false",
            null,
            random.Next(2) == 0 ? "0" : "1",
            Number(random.NextDouble()),
            random.Next(4) == 0 ? null : random.Next(2) == 0 ? "0" : "1",
        })];
    }

    private static string Csv(List<string?[]> table, int[]? leftOut = null)
    {
        string Line(IEnumerable<string?> cells) => string.Join(',', cells.Where((_, i) => leftOut?.Contains(i) != true).Select(Quote)) + "\r\n";
        return Line(Names) + string.Concat(table.Select(Line));
    }

    private static string Quote(string? cell) =>
        cell is null ? string.Empty : cell.Any(c => !char.IsLetterOrDigit(c)) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell;

    /// <summary>Rows in any order of names, if there is a <paramref name="random"/>; the first one keeps to the table's.</summary>
    private static string Lines(List<string?[]> table, Random? random, bool leaveOutMissing = false)
    {
        var text = new StringBuilder();
        bool isFirst = true;
        foreach (string?[] row in table)
        {
            int[] order = [.. Enumerable.Range(0, Names.Length)];
            if (!isFirst)
            {
                random?.Shuffle(order);
            }

            isFirst = false;
            text.Append('{').AppendJoin(", ", order.Where(i => !leaveOutMissing || row[i] is not null).Select(i => $"{JsonSerializer.Serialize(Names[i])}:{Value(i, row[i])}")).Append("}\n");
        }

        return text.ToString();
    }

    private static string Value(int column, string? cell) => cell switch
    {
        null => "null",
        _ when column is 2 or 3 or 6 or 8 or 9 or 10 => cell,
        _ => JsonSerializer.Serialize(cell),
    };
}
