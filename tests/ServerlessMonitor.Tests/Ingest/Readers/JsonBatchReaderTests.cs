using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest.Readers;

public sealed class JsonBatchReaderTests
{
    private static readonly EventTimeFallback Fallback = EventTimeFallback.Day(new DateOnly(2001, 2, 12));

    [Theory]
    [InlineData("{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}\n")]
    [InlineData("{\"a\":1,\"b\":\"x\"}\r\n\r\n  {\"a\":2,\"b\":\"y\"}  ")]
    [InlineData("\uFEFF\n\n{\"a\":1,\"b\":\"x\"}\n{\"b\":\"y\",\"a\":2}\n\n")]
    [InlineData("[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"}]")]
    [InlineData("\uFEFF  [\n  {\n    \"a\": 1,\n    \"b\": \"x\"\n  },\n  {\n    \"b\": \"y\",\n    \"a\": 2\n  }\n]\n")]
    [InlineData("[{\"a\":1,\"b\":\"x\"},{\"a\":2,\"b\":\"y\"},]")]
    public async Task Read_UsualForms_GivesTheSameRowsInAnyPieces(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        foreach (int piece in new[] { 1, 2, 7, bytes.Length })
        {
            ReadResult result = await ReadAsync(new PieceStream(bytes, piece));

            Assert.Equal(["1|x", "2|y"], result.Rows);
            Assert.Empty(result.Issues.RejectedRows);
        }
    }

    [Fact]
    public async Task Read_EveryKindOfValue_IsItsText()
    {
        ReadResult result = await ReadAsync(
            "{\"a\":-0.0,\"b\":true}\n{\"a\":1E+2,\"b\":null}\n{\"a\":null,\"b\":\"\"}\n{\"b\":[1, {\"c\":\"]\"}]}\n{\"a\":\"7\",\"b\":\"q\\\"\\u00e9\\n\\ud83d\\ude00\"}\n{\"a\":1e999,\"b\":12.50}\n");

        Assert.Equal(["-0|true", "100|<Missing>", "<Missing>|<Missing>", "<Missing>|[1, {\"c\":\"]\"}]", "7|q\"é\n😀", "<PositiveInfinity>|12.50"], result.Rows);
    }

    [Fact]
    public async Task Read_NestedObjects_BecomeDottedNames()
    {
        ReadResult result = await ReadAsync("{\"a\":{\"b\":1,\"c\":{\"d\":\"x\"}},\"e\":{}}\n{\"a\":null,\"a.b\":2}\n{\"a\":{\"c\":{\"d\":\"z\"}}}\n");

        Assert.Equal(["a.b", "a.c.d"], result.Names);
        Assert.Equal(["1|x", "2|<Missing>", "<Missing>|z"], result.Rows);
        Assert.Empty(result.Issues.LateColumns);
    }

    [Fact]
    public async Task Read_BadLines_AreCountedByReasonWithLineAndTheRestStays()
    {
        ReadResult result = await ReadAsync(
            "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\nnot json\n5\n[1]\n{\"a\":3} {\"a\":4}\n{\"a\":5,\"a\":6}\n{\"x\":{\"y\":1},\"x.y\":2}\n{\"a\":\"\\ud83d\"}\n{\"a\":7,\"b\":\"y\"}\n{\"a\":8,");

        Assert.Equal(["1|x", "7|y"], result.Rows);
        Assert.Equal([0, 9], result.Ordinals);
        Assert.Equal([1, 10], result.Lines);
        Assert.Equal(["a", "b"], result.Names);
        Assert.Equal(
            new Dictionary<string, long>(StringComparer.Ordinal) { ["CutOff"] = 1, ["DuplicateName"] = 2, ["InvalidJson"] = 6 }, result.Issues.RejectedRows);
        Assert.Equal(new RejectedRow(2, "InvalidJson", "{\"a\":2,\"b"), result.Issues.RejectedSamples[0]);
        Assert.Equal(new RejectedRow(11, "CutOff", "{\"a\":8,"), result.Issues.RejectedSamples[^1]);
    }

    [Theory]
    [InlineData("[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y\"},\n{\"a\":3,\"b", 4, "{\"a\":3,\"b")]
    [InlineData("[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y\"},", 3, "(the array is not closed)")]
    [InlineData("[\n{\"a\":1,\"b\":\"x\"},\n{\"a\":2,\"b\":\"y\"}", 3, "(the array is not closed)")]
    public async Task Read_ArrayThatIsCutOff_KeepsTheRowsBeforeAndSaysWhere(string text, int line, string sample)
    {
        ReadResult result = await ReadAsync(new PieceStream(Encoding.UTF8.GetBytes(text), 5));

        Assert.Equal(["1|x", "2|y"], result.Rows);
        Assert.Equal([new RejectedRow(line, "CutOff", sample)], result.Issues.RejectedSamples);
    }

    [Fact]
    public async Task Read_ArrayWithBadElements_PassesOverThem()
    {
        ReadResult result = await ReadAsync(new PieceStream(
            "[{\"a\":1,\"b\":\"x\"},{\"a\":01,\"b\":\"],}\"},,7,\"t\\\",\",[{\"a\":3}],\n{\"a\":4}{\"a\":5},{\"a\":1,\"a\":2},{\"a\":6,\"b\":\"y\"}] more"u8.ToArray(), 3));

        Assert.Equal(["1|x", "4|<Missing>", "6|y"], result.Rows);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["DuplicateName"] = 1, ["InvalidJson"] = 7 }, result.Issues.RejectedRows);
        Assert.StartsWith("mo", result.Issues.RejectedSamples[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "\n")]
    [InlineData("[", ",")]
    public async Task Read_BareNaNAndInfinity_AreReadAsInCsv(string open, string between)
    {
        string text = open + string.Join(between, "{\"a\":1,\"b\":\"NaN \\\" NaN\"}", "{\"a\":NaN,\"b\":\"x\"}", "{\"a\":-Infinity,\"b\":\"y\"}", "{\"a\":Infinity,\"b\":NaN}", "{\"a\":2,\"b\":\"z\"}")
            + (open.Length > 0 ? "]" : string.Empty);

        ReadResult result = await ReadAsync(new PieceStream(Encoding.UTF8.GetBytes(text), 9));

        Assert.Equal(["1|NaN \" NaN", "<NaN>|x", "<NegativeInfinity>|y", "<PositiveInfinity>|NaN", "2|z"], result.Rows);
        Assert.Empty(result.Issues.RejectedRows);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Read_RowLongerThanTheLimit_IsRejectedAndTheRestStays(bool isArray)
    {
        string filler = "{\"a\":2,\"b\":\"" + new string('z', (40 * 1024 * 1024) - 100) + "\"}";
        string text = isArray ? $"[{{\"a\":1,\"b\":\"x\"}},\n{filler},\n{{\"a\":3,\"b\":\"y\"}}]" : $"{{\"a\":1,\"b\":\"x\"}}\n{filler}\n{{\"a\":3,\"b\":\"y\"}}\n";

        ReadResult result = await ReadAsync(new PieceStream(Encoding.UTF8.GetBytes(text), 1 << 20));

        Assert.Equal(["1|x", "3|y"], result.Rows);
        Assert.Equal([1, 3], result.Lines);
        Assert.Equal([(2L, "RowTooLong")], result.Issues.RejectedSamples.Select(row => (row.Line, row.Reason)));
        Assert.StartsWith("{\"a\":2,\"b\":\"zzz", result.Issues.RejectedSamples[0].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(5 * 1024 * 1024)]
    public async Task Read_RowLongerThanTheBuffer_IsRead(int length)
    {
        string text = new('z', length);
        ReadResult lines = await ReadAsync($"{{\"a\":1,\"b\":\"{text}\"}}\n{{\"a\":2,\"b\":\"y\"}}\n");
        ReadResult array = await ReadAsync(new PieceStream(Encoding.UTF8.GetBytes($"[{{\"a\":1,\"b\":\"{text}\"}},{{\"a\":2,\"b\":\"y\"}}]"), 1 << 18));

        Assert.Equal(["1|" + text, "2|y"], lines.Rows);
        Assert.Equal(lines.Rows, array.Rows);
    }

    [Fact]
    public async Task Read_NamesThatComeLate_AreCounted()
    {
        IEnumerable<string> rows = Enumerable.Range(0, 5000).Select(i => i < 4990
            ? $"{{\"a\":{i},\"b\":\"x\"}}"
            : $"{{\"c\":{{\"d\":1,\"e\":null}},\"a\":{i},\"b\":\"x\"{(i == 4999 ? ",\"f\":true" : string.Empty)}}}");
        ReadResult result = await ReadAsync(string.Join('\n', rows));

        Assert.Equal(["a", "b"], result.Names);
        Assert.Equal(5000, result.Rows.Count);
        Assert.Equal(new Dictionary<string, long>(StringComparer.Ordinal) { ["c.d"] = 10, ["f"] = 1 }, result.Issues.LateColumns);
    }

    [Fact]
    public async Task Read_VeryManyLateNames_AreCountedTogether()
    {
        IEnumerable<string> rows = Enumerable.Range(0, 4500).Select(i => i < 4200 ? "{\"a\":1,\"b\":\"x\"}" : $"{{\"a\":1,\"b\":\"x\",\"n{i}\":1}}");
        ReadResult result = await ReadAsync(string.Join('\n', rows));

        Assert.Equal(BatchIssues.MostLateColumns + 1, result.Issues.LateColumns.Count);
        Assert.Equal(300 - BatchIssues.MostLateColumns, result.Issues.LateColumns[BatchIssues.OtherLateColumns]);
    }

    [Theory]
    [InlineData("", "EmptyFile", "one JSON object a line")]
    [InlineData(" \n \n", "EmptyFile", "one JSON object a line")]
    [InlineData("[]", "NoRows", "array of no objects")]
    [InlineData("a,b\n1,2\n", "NotJson", "The first is line 1: 'a,b'. The parser")]
    [InlineData("{\n  \"a\": 1\n}\n", "NotJson", "expected one JSON object a line")]
    [InlineData("{\"a\":1,\"a\":2}\n", "NotJson", "1 DuplicateName")]
    [InlineData("[1,2,3]", "NotJson", "3 InvalidJson")]
    public async Task Open_NoRows_NamesTheProblem(string text, string code, string part)
    {
        BatchFormatException exception = await Assert.ThrowsAsync<BatchFormatException>(() => ReadAsync(text));

        Assert.Equal(code, exception.Problem.Code);
        Assert.Contains(part, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_BadFromTheStart_StopsSoon()
    {
        var content = new PieceStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("no json\n", 100_000))), 4096);

        BatchFormatException exception = await Assert.ThrowsAsync<BatchFormatException>(() => ReadAsync(content));

        Assert.Contains("100 InvalidJson", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_IdsAsNames_NamesTheProblem()
    {
        IEnumerable<string> rows = Enumerable.Range(0, 200).Select(i => "{" + string.Join(',', Enumerable.Range(0, 60).Select(j => $"\"id{i}-{j}\":1")) + "}");

        BatchFormatException exception = await Assert.ThrowsAsync<BatchFormatException>(() => ReadAsync(string.Join('\n', rows)));

        Assert.Equal("TooManyColumns", exception.Problem.Code);
    }

    private static Task<ReadResult> ReadAsync(string text) => ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)));

    private static async Task<ReadResult> ReadAsync(Stream content)
    {
        var issues = new BatchIssues([]);
        await using IBatchReader reader = BatchReaders.Create(content, "f.json", issues);
        BatchSample sample = await reader.OpenAsync(CancellationToken.None);
        ColumnSchema[] schema =
            [.. sample.Names.Select((name, i) => new ColumnSchema(name, i == 0 ? ColumnKind.Numeric : ColumnKind.Text, ColumnRole.Feature))];
        reader.Bind(new RowLayout(schema, Fallback));
        var result = new ReadResult(issues, sample.Names);
        var block = new RowBlock(schema);
        while (await reader.ReadAsync(block, CancellationToken.None))
        {
            result.Lines.AddRange(block.Lines);
            result.Ordinals.AddRange(block.Ordinals);
            for (int row = 0; row < block.Count; row++)
            {
                result.Rows.Add(string.Join('|', block.Columns.Select(column => Show(column, row))));
            }
        }

        return result;
    }

    private static string Show(ColumnBlock column, int row)
    {
        if (column.States[row] != CellState.Present)
        {
            return $"<{column.States[row]}>";
        }

        return column.IsText ? Encoding.UTF8.GetString(column.TextOf(row)) : $"{column.Numbers[row]}";
    }

    private sealed record ReadResult(BatchIssues Issues, IReadOnlyList<string> Names)
    {
        public List<string> Rows { get; } = [];

        public List<long> Lines { get; } = [];

        public List<long> Ordinals { get; } = [];
    }
}
