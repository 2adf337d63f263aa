using System.IO.Compression;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Tests.Ingest.Readers;

public sealed class CsvBatchReaderTests
{
    private static readonly EventTimeFallback Fallback = EventTimeFallback.Day(new DateOnly(2001, 2, 12));

    [Theory]
    [InlineData("a,b\n1,x\n2,y\n")]
    [InlineData("a,b\r\n1,x\r\n2,y\r\n")]
    [InlineData("\uFEFFa,b\n1,x\n2,y")]
    [InlineData("\n\na,b\n\n1,x\n\n2,y\n\n")]
    [InlineData("a;b\n1;x\n2;y\n")]
    [InlineData("a\tb\n1\tx\n2\ty\n")]
    [InlineData("\"a\",\"b\"\n\"1\",\"x\"\n\"2\",\"y\"\n")]
    [InlineData(" a , b\n1,x\n2,y\n")]
    public async Task Read_UsualForms_GivesTheSameRows(string text)
    {
        ReadResult result = await ReadAsync(text, ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(["1|x", "2|y"], result.Rows);
        Assert.Empty(result.Issues.RejectedRows);
    }

    [Fact]
    public async Task Read_QuotedFields_KeepsSeparatorsQuotesAndLineBreaks()
    {
        ReadResult result = await ReadAsync(
            "a,b\n1,\"x,y\"\n2,\"say \"\"hi\"\"\"\n3,\"two\r\nlines\"\n4,\"\"\n5,日本\n",
            ("a", ColumnKind.Numeric),
            ("b", ColumnKind.Categorical));

        Assert.Equal(["1|x,y", "2|say \"hi\"", "3|two\r\nlines", "4|<Missing>", "5|日本"], result.Rows);
        Assert.Equal([2, 3, 4, 6, 7], result.Lines);
    }

    [Fact]
    public async Task Read_BadRows_AreCountedByReasonWithSamplesAndTheRestStays()
    {
        ReadResult result = await ReadAsync(
            "a,b\n1,x\n2\n3,y,z\n4,\"un\"closed,y\n5,y\n", ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(["1|x", "5|y"], result.Rows);
        Assert.Equal([0, 4], result.Ordinals);
        Assert.Equal(
            new Dictionary<string, long>(StringComparer.Ordinal) { ["BadQuoting"] = 1, ["TooFewFields"] = 1, ["TooManyFields"] = 1 },
            result.Issues.RejectedRows);
        Assert.Equal(
            [new RejectedRow(3, "TooFewFields", "2"), new RejectedRow(4, "TooManyFields", "3,y,z"), new RejectedRow(5, "BadQuoting", "4,\"un\"closed,y")],
            result.Issues.RejectedSamples);
    }

    [Fact]
    public async Task Read_UnclosedQuote_RejectsTheRowItSwallowed()
    {
        ReadResult result = await ReadAsync("a,b\n1,x\n2,\"y\n3,z\n", ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(["1|x"], result.Rows);
        Assert.Equal(1, result.Issues.RejectedRows["BadQuoting"]);
    }

    [Fact]
    public async Task Read_TextInNumericColumn_MarksTheCellAndKeepsTheRow()
    {
        ReadResult result = await ReadAsync("a,b\noops,x\nNaN,y\n-inf,z\n,w\n", ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(["<Invalid>|x", "<NaN>|y", "<NegativeInfinity>|z", "<Missing>|w"], result.Rows);
        Assert.Equal([new InvalidCell(2, "a", "oops")], result.Issues.InvalidSamples);
    }

    [Fact]
    public async Task Read_SensitiveColumn_HidesValuesInSamples()
    {
        ReadResult result = await ReadAsync("a,b\noops,x\n1\n", ["a"], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal("(hidden: sensitive)", Assert.Single(result.Issues.InvalidSamples).Text);
        Assert.Equal("(hidden: sensitive)", Assert.Single(result.Issues.RejectedSamples).Text);
    }

    [Fact]
    public async Task Read_ManyBadRows_KeepsTwentySamplesCutToEightyCharacters()
    {
        string text = "a,b\n" + string.Concat(Enumerable.Repeat(new string('é', 100) + "\n", 30)) + "1,x\n";

        ReadResult result = await ReadAsync(text, ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(30, result.Issues.RejectedRows["TooFewFields"]);
        Assert.Equal(20, result.Issues.RejectedSamples.Count);
        Assert.All(result.Issues.RejectedSamples, sample => Assert.Equal(new string('é', 79) + "…", sample.Text));
    }

    [Theory]
    [InlineData("", "EmptyFile")]
    [InlineData("\n\n", "EmptyFile")]
    [InlineData("a,b\n", "NoRows")]
    [InlineData("a,b", "NoRows")]
    [InlineData("a,b,a\n1,2,3\n", "DuplicateColumn")]
    [InlineData(",a\n0,1\n", "EmptyColumnName")]
    [InlineData("a,b,\n1,2,3\n", "EmptyColumnName")]
    [InlineData("f-1,2001-02-12T05:00:00Z,12.5,1\nf-2,2001-02-12T05:00:00Z,12.5,1\n", "NoHeader")]
    [InlineData("\"a\"b,c\n1,2\n", "NoHeader")]
    public async Task Open_UnusableFile_NamesTheProblem(string text, string code)
    {
        var exception = await Assert.ThrowsAsync<BatchFormatException>(() => ReadAsync(text, ("a", ColumnKind.Numeric)));

        Assert.Equal(code, exception.Problem.Code);
        Assert.False(string.IsNullOrWhiteSpace(exception.Problem.Message));
    }

    [Fact]
    public async Task Open_NumberedColumnsAsPandasNamesThem_AreAHeader()
    {
        ReadResult result = await ReadAsync("0,1,2\n5,6,7\n", ("0", ColumnKind.Numeric), ("1", ColumnKind.Numeric), ("2", ColumnKind.Numeric));

        Assert.Equal(["5|6|7"], result.Rows);
    }

    [Fact]
    public async Task Open_Utf16_IsRefusedWithWhatWasExpected()
    {
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            byte[] bytes = [.. encoding.GetPreamble(), .. encoding.GetBytes("a,b\n1,2\n")];
            var exception = await Assert.ThrowsAsync<BatchFormatException>(() => ReadAsync(bytes, "f.csv", [], ("a", ColumnKind.Numeric)));

            Assert.Equal("UnknownEncoding", exception.Problem.Code);
            Assert.Contains("UTF-8", exception.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(4096)]
    public async Task Read_WhateverThePiecesTheStreamGives_GivesTheSameRows(int piece)
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 300; i++)
        {
            text.Append(i).Append(i % 3 == 0 ? ",\"x\"\"\r\ny\"\r\n" : ",é\r\n");
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        ReadResult whole = await ReadAsync(bytes, "f.csv", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));
        ReadResult pieces = await ReadAsync(new PieceStream(bytes, piece), "f.csv", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(300, whole.Rows.Count);
        Assert.Equal(whole.Rows, pieces.Rows);
        Assert.Equal(whole.Hashes, pieces.Hashes);
    }

    [Fact]
    public async Task Read_ManyBlocks_CutsThemByOrdinal()
    {
        var text = new StringBuilder("a,b\n");
        for (int i = 0; i < 10_000; i++)
        {
            text.Append(i % 1000 == 999 ? "bad\n" : $"{i},x\n");
        }

        ReadResult result = await ReadAsync(text.ToString(), ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal([4096, 4096, 1808], result.Blocks);
        Assert.Equal(9990, result.Rows.Count);
        Assert.Equal(result.Ordinals.Select(ordinal => $"{ordinal}|x"), result.Rows);
    }

    [Fact]
    public async Task Read_RowLargerThanTheBuffer_IsRead()
    {
        string large = new('x', 1_000_000);

        ReadResult result = await ReadAsync($"a,b\n1,{large}\n2,y\n", ("a", ColumnKind.Numeric), ("b", ColumnKind.Text));

        Assert.Equal([$"1|{large}", "2|y"], result.Rows);
    }

    [Fact]
    public async Task Read_RowBeyondTheLimit_IsAnError()
    {
        byte[] bytes = new byte[40 * 1024 * 1024];
        bytes.AsSpan().Fill((byte)'x');
        "a,b\n1,\""u8.CopyTo(bytes);

        var exception = await Assert.ThrowsAsync<BatchFormatException>(
            () => ReadAsync(bytes, "f.csv", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Text)));

        Assert.Equal("RowTooLong", exception.Problem.Code);
    }

    [Fact]
    public async Task Read_Gzip_CountsStoredBytes()
    {
        byte[] zipped = Gzip("a,b\n1,x\n2,y\n");

        ReadResult result = await ReadAsync(zipped, "f.csv.gz", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(["1|x", "2|y"], result.Rows);
        Assert.Equal(zipped.Length, result.BytesRead);
    }

    [Fact]
    public async Task Read_NotGzip_NamesTheProblem()
    {
        var exception = await Assert.ThrowsAsync<BatchFormatException>(
            () => ReadAsync("a,b\n1,x\n"u8.ToArray(), "f.csv.gz", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical)));

        Assert.Equal("BadCompression", exception.Problem.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(100)]
    [InlineData(-1)]
    [InlineData(-8)]
    [InlineData(-9)]
    [InlineData(-20_000)]
    public async Task Read_GzipCutShort_NamesTheProblem(int length)
    {
        byte[] zipped = Gzip("a,b\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i},x{i * 7919}\n")));
        byte[] cut = zipped[..(length < 0 ? zipped.Length + length : length)];

        var exception = await Assert.ThrowsAsync<BatchFormatException>(
            () => ReadAsync(new PieceStream(cut, 1000), "f.csv.gz", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical)));

        Assert.Equal(length == 0 ? "EmptyFile" : "BadCompression", exception.Problem.Code);
    }

    [Fact]
    public async Task Read_GzipOfSeveralMembers_ReadsThemAll()
    {
        byte[] zipped = [.. Gzip("a,b\n1,x\n"), .. Gzip(string.Empty), .. Gzip("2,y\n")];

        ReadResult result = await ReadAsync(new PieceStream(zipped, 3), "f.csv.gz", [], ("a", ColumnKind.Numeric), ("b", ColumnKind.Categorical));

        Assert.Equal(["1|x", "2|y"], result.Rows);
        Assert.Equal(zipped.Length, result.BytesRead);
    }

    [Fact]
    public void Create_UnknownExtension_NamesWhatIsRead()
    {
        var exception = Assert.Throws<BatchFormatException>(() => BatchReaders.Create(Stream.Null, "m/1/f.xlsx", new BatchIssues([])));

        Assert.Equal("UnknownExtension", exception.Problem.Code);
        Assert.Contains(".csv, .jsonl, .ndjson or .json, plain or with .gz", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Gzip(string text)
    {
        var output = new MemoryStream();
        using (var zip = new GZipStream(output, CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }

    private static Task<ReadResult> ReadAsync(string text, params (string Name, ColumnKind Kind)[] columns) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), "f.csv", [], columns);

    private static Task<ReadResult> ReadAsync(string text, string[] sensitive, params (string Name, ColumnKind Kind)[] columns) =>
        ReadAsync(Encoding.UTF8.GetBytes(text), "f.csv", sensitive, columns);

    private static Task<ReadResult> ReadAsync(byte[] bytes, string name, string[] sensitive, params (string Name, ColumnKind Kind)[] columns) =>
        ReadAsync(new MemoryStream(bytes), name, sensitive, columns);

    private static async Task<ReadResult> ReadAsync(Stream content, string name, string[] sensitive, params (string Name, ColumnKind Kind)[] columns)
    {
        var issues = new BatchIssues(sensitive);
        await using IBatchReader reader = BatchReaders.Create(content, name, issues);
        BatchSample sample = await reader.OpenAsync(CancellationToken.None);
        Assert.Equal(columns.Select(column => column.Name), sample.Names);
        ColumnSchema[] schema = [.. columns.Select(column => new ColumnSchema(column.Name, column.Kind, ColumnRole.Feature))];
        reader.Bind(new RowLayout(schema, Fallback));
        var result = new ReadResult(issues);
        var block = new RowBlock(schema);
        while (await reader.ReadAsync(block, CancellationToken.None))
        {
            result.Blocks.Add(block.Covered);
            result.Lines.AddRange(block.Lines);
            result.Ordinals.AddRange(block.Ordinals);
            result.Hashes.AddRange(block.Hashes);
            for (int row = 0; row < block.Count; row++)
            {
                result.Rows.Add(string.Join('|', block.Columns.Select(column => Show(column, row))));
            }
        }

        result.BytesRead = reader.BytesRead;
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

    private sealed class ReadResult(BatchIssues issues)
    {
        public BatchIssues Issues { get; } = issues;

        public List<string> Rows { get; } = [];

        public List<long> Lines { get; } = [];

        public List<long> Ordinals { get; } = [];

        public List<ulong> Hashes { get; } = [];

        public List<int> Blocks { get; } = [];

        public long BytesRead { get; set; }
    }
}
