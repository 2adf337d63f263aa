using System.Runtime.CompilerServices;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Sketches;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Profile;

public sealed class ProfileCodecTests
{
    public static TheoryData<string> Files => new() { "binary", "multiclass", "regression", "ranking", "features", "long" };

    [Theory]
    [MemberData(nameof(Files))]
    public async Task FromBytes_WrittenProfile_GivesAProfileThatWritesTheSame(string name)
    {
        DatasetProfile profile = await ProfileData.WholeAsync(TextOf(name), ContextOf(name));
        byte[] bytes = ProfileCodec.ToBytes(profile);

        DatasetProfile read = ProfileCodec.FromBytes(bytes);

        Assert.Equal(bytes, ProfileCodec.ToBytes(read));
        Assert.Equal(profile.Rows, read.Rows);
        Assert.Equal(profile.Schema.Columns, read.Schema.Columns);
        foreach ((ColumnProfile left, ColumnProfile right) in profile.Columns.Values.Zip(read.Columns.Values))
        {
            Assert.Equal(left.Distinct?.Estimate(), right.Distinct?.Estimate());
            Assert.Equal(left.Values?.Values(), right.Values?.Values());
            Assert.Equal(left.Values?.Overflowed, right.Values?.Overflowed);
        }
    }

    /// <summary>Profiles that were stored years ago must stay readable: these bytes are never written anew.</summary>
    [Theory]
    [InlineData("binary")]
    [InlineData("multiclass")]
    [InlineData("regression")]
    public async Task FromBytes_GoldenFile_ReadsTheFirstVersion(string name)
    {
        byte[] golden = await File.ReadAllBytesAsync(GoldenPath(name));

        Assert.Equal(golden, ProfileCodec.ToBytes(ProfileCodec.FromBytes(golden)));
        DatasetProfile today = await ProfileData.WholeAsync(TextOf(name));

        // Nobody counted repetitions then, and rows were hashed as they stood in the file, not by their cells.
        today.UncountedRows = today.Rows;
        today.Predictions = null;
        today.RowHashes = ProfileCodec.FromBytes(golden).RowHashes;

        // Nor how errors and labels go together, nor where the label stood among the scores.
        if (today.Outcome!.Regression is { } regression)
        {
            (regression.Joint, regression.LabelQuantiles, regression.ErrorsByPrediction) = (new ErrorMoments(), new KllSketch(), new ErrorGrid());
        }

        if (today.Outcome.Classes is { } classes)
        {
            classes.Confidence = new ConfidenceOutcome();
        }

        Assert.Equal(golden, ProfileCodec.ToBytes(today));
    }

    /// <summary>The same, of profiles with counted repetitions.</summary>
    [Fact]
    public async Task FromBytes_GoldenFileWithRepeats_ReadsTheCounts()
    {
        byte[] golden = await File.ReadAllBytesAsync(GoldenPath("repeats"));
        DatasetProfile read = ProfileCodec.FromBytes(golden);

        Assert.Equal((2L, 3L, 0L), (read.RepeatedRows, read.RepeatedIds, read.UncountedRows));
        Assert.Equal(golden, ProfileCodec.ToBytes(read));
        DatasetProfile today = await ProfileData.WholeAsync(TextOf("repeats"));
        today.RowHashes = read.RowHashes;
        Assert.Equal(golden, ProfileCodec.ToBytes(today));
    }

    /// <summary>The same, of profiles whose rows are hashed by their cells.</summary>
    [Fact]
    public async Task FromBytes_GoldenFileWithCellHashes_IsWhatTheSameRowsGive()
    {
        byte[] golden = await File.ReadAllBytesAsync(GoldenPath("cells"));

        Assert.Equal(golden, ProfileCodec.ToBytes(ProfileCodec.FromBytes(golden)));
        DatasetProfile today = await ProfileData.WholeAsync(TextOf("binary"));
        today.Predictions = null;
        Assert.Equal(golden, ProfileCodec.ToBytes(today));
    }

    [Fact]
    public async Task FromBytes_ProfileWithoutCounts_SaysThatItsRowsWereNotCounted()
    {
        DatasetProfile old = ProfileCodec.FromBytes(await File.ReadAllBytesAsync(GoldenPath("binary")));
        DatasetProfile merged = await ProfileData.WholeAsync(TextOf("binary"));
        merged.Merge(old);

        Assert.Equal(old.Rows, old.UncountedRows);
        Assert.Equal(old.Rows, ProfileCodec.FromBytes(ProfileCodec.ToBytes(merged)).UncountedRows);
    }

    [Fact]
    public async Task ToBytes_AnHourOfEightyThreeRowsAndTenColumns_TakesAFewKilobytes()
    {
        var text = new StringBuilder("id,timestamp,a,b,c,d,e,prediction,score,label\n");
        var random = new Random(5);
        for (int i = 0; i < 83; i++)
        {
            text.Append(FormattableString.Invariant($"f{i},{ProfileData.Start.AddSeconds(i):s},{random.Next(60)},{random.Next(5000)},{Math.Round(random.NextDouble() * 500, 1)},"))
                .Append(FormattableString.Invariant($"AP{random.Next(40)},CA{random.Next(10)},{i % 2},{Math.Round(random.NextDouble(), 4)},{i % 3 % 2}\n"));
        }

        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(text.ToString()));

        Assert.InRange(bytes.Length, 1000, 7000);
    }

    [Fact]
    public async Task FromBytes_AnyByteChanged_IsRefused()
    {
        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("binary")));
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x10;
            Exception? refusal = Record.Exception(() => ProfileCodec.FromBytes(damaged));
            Assert.True(i == 4 ? refusal is NewerFormatException : refusal is ProfileFormatException, refusal?.ToString());
        }
    }

    [Fact]
    public async Task FromBytes_AnyLengthCut_IsRefused()
    {
        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("regression")));
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<ProfileFormatException>(() => ProfileCodec.FromBytes(bytes.AsSpan(0, length)));
        }
    }

    /// <summary>With the checksum made right again, the sections themselves are checked: never another exception, never a hang.</summary>
    [Fact]
    public async Task FromBytes_DamagedUnderAValidChecksum_IsReadOrRefused()
    {
        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("multiclass")));
        int refused = 0;
        for (int i = 6; i < bytes.Length - 8; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x81;
            Seal(damaged);
            Exception? exception = Record.Exception(() => ProfileCodec.FromBytes(damaged));
            Assert.True(exception is null or ProfileFormatException, exception?.ToString());
            refused += exception is null ? 0 : 1;
        }

        Assert.True(refused > 100);
    }

    [Fact]
    public async Task FromBytes_UnknownSection_IsSkipped()
    {
        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("binary")));
        byte[] extended = [.. bytes.AsSpan(0, bytes.Length - 8), 7, .. "future"u8, 3, 1, 2, 3, .. new byte[8]];
        extended[5] = 9;
        Seal(extended);

        Assert.Equal(bytes, ProfileCodec.ToBytes(ProfileCodec.FromBytes(extended)));
    }

    [Fact]
    public async Task FromBytes_NewerMajor_IsRefusedByName()
    {
        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("binary")));
        bytes[4] = 2;
        Seal(bytes);

        NewerFormatException refusal = Assert.Throws<NewerFormatException>(() => ProfileCodec.FromBytes(bytes));

        Assert.Equal(("2.0", "1.0"), (refusal.Met, refusal.Understood));
        Assert.StartsWith("The stored profile has format 2.0; this build understands up to 1.0. Deploy the newer build", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FromBytes_UnknownRequiredSection_IsRefusedByName()
    {
        byte[] bytes = ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("binary")));
        byte[] extended = [.. bytes.AsSpan(0, bytes.Length - 8), 8, .. "!future"u8, 3, 1, 2, 3, .. new byte[8]];
        Seal(extended);

        Assert.Contains("'!future'", Assert.Throws<NewerFormatException>(() => ProfileCodec.FromBytes(extended)).Message, StringComparison.Ordinal);
    }

    /// <summary>A kind of section that no golden file has could change unseen.</summary>
    [Fact]
    public async Task GoldenFiles_Together_HaveEverySection()
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetDirectoryName(GoldenPath("binary")))!, "*.smpr", SearchOption.AllDirectories))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            NamesIn(bytes.AsSpan(6, bytes.Length - 14), string.Empty, names);
        }

        Assert.Equal(
            [
                "column", "column/counts", "column/distinct", "column/items", "column/length", "column/moments", "column/quantiles", "column/values",
                "features", "header", "outcome", "outcome/binary", "outcome/classes", "outcome/confidence", "outcome/counts", "outcome/errors", "outcome/errorsByPrediction", "outcome/labels",
                "outcome/predicted", "outcome/ranking", "outcome/regression", "predictions", "repeats", "rows", "schema", "segment", "segmentSpan",
            ],
            names);

        static void NamesIn(ReadOnlySpan<byte> bytes, string prefix, SortedSet<string> names)
        {
            var sections = new SectionReader(bytes);
            while (sections.Next(out string name, out SketchReader body))
            {
                names.Add(prefix + name);
                if (name is "column" or "outcome")
                {
                    NamesIn(body.ReadBytes(body.Remaining), $"{name}/", names);
                }
            }
        }
    }

    /// <summary>As the other golden files; of enough rows for the summaries that a small profile leaves out.</summary>
    [Fact]
    public async Task FromBytes_GoldenFileOfManyRows_IsWhatTheSameRowsGive()
    {
        GoldenFile.Check(GoldenPath("many"), ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf("many"))));

        byte[] golden = await File.ReadAllBytesAsync(GoldenPath("many"));
        Assert.Equal(golden, ProfileCodec.ToBytes(ProfileCodec.FromBytes(golden)));
    }

    /// <summary>As the other golden files; with what was added for metrics later.</summary>
    [Theory]
    [InlineData("ranking")]
    [InlineData("regression")]
    [InlineData("multiclass")]
    public async Task FromBytes_GoldenFileOfOutcomes_IsWhatTheSameRowsGive(string name)
    {
        string path = GoldenPath(name).Replace($"v1{Path.DirectorySeparatorChar}", $"v1.outcomes{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
        GoldenFile.Check(path, ProfileCodec.ToBytes(await ProfileData.WholeAsync(TextOf(name), ContextOf(name))));

        byte[] golden = await File.ReadAllBytesAsync(path);
        Assert.Equal(golden, ProfileCodec.ToBytes(ProfileCodec.FromBytes(golden)));
    }

    /// <summary>As the other golden files; the first hour of a file with so many segments that they are kept by day.</summary>
    [Fact]
    public async Task FromBytes_GoldenFileOfSegments_IsWhatTheSameRowsGive()
    {
        var monitor = new MonitorDefinition("m")
        {
            Segments = [new SegmentDefinition("code") { Limit = 2 }, new SegmentDefinition("a") { Name = "large", Minimum = 300 }, new SegmentDefinition("label") { Values = ["1"] }],
        };
        BatchContext context = ProfileData.Context(monitor) with
        {
            SegmentValues = SegmentValues.None.With(new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal) { ["code"] = ["c1", "c0"] }),
        };
        string path = GoldenPath("segments");
        DatasetProfile profile = (await ProfileData.ProfileAsync(TextOf("segments"), context)).Hours[0].Profile;
        GoldenFile.Check(path, ProfileCodec.ToBytes(profile));

        byte[] golden = await File.ReadAllBytesAsync(path);
        DatasetProfile read = ProfileCodec.FromBytes(golden);
        Assert.Equal(golden, ProfileCodec.ToBytes(read));
        Assert.Equal(TimeSpan.FromDays(1), read.SegmentSpan);
        Assert.Equal(["code=c0", "code=c1", "code=(other)", "label=1", "label=(other)", "large"], read.Segments.Keys.Select(key => key.ToString()));
    }

    private static void Seal(byte[] bytes) => BitConverter.TryWriteBytes(bytes.AsSpan(bytes.Length - 8), StableHash64.OfBytes(bytes.AsSpan(0, bytes.Length - 8)));

    private static BatchContext? ContextOf(string name) =>
        name == "ranking" ? ProfileData.Context(new MonitorDefinition("m") { Columns = new MonitorColumns { Query = "query" } }) : null;

    private static string TextOf(string name) => name switch
    {
        "binary" => ProfileData.Header + ProfileData.Rows(0, 60, TimeSpan.FromMinutes(1)),
        "multiclass" => "prediction,score_a,score_b,score_c,label\na,0.7,0.2,0.1,a\nb,0.2,0.5,0.3,c\nc,0.1,0.1,0.8,c\nc,0.1,0.1,0.8,\nbad\n",
        "regression" => "timestamp,x,prediction,label\n2001-02-12,7,1.5,1\n2001-02-13,8,2,4\n2001-02-13,,-1,0\n",
        "ranking" => "timestamp,query,score,label\n2001-02-12,a,0.5,1\n2001-02-12,b,0.25,0\n2001-02-12,a,0.75,0\n2001-02-13,a,0.75,3\n2001-02-13,b,0.5,0\n2001-02-13,,0.5,1\n",
        "repeats" => "id,timestamp,a\n1,2001-02-12,7\n2,2001-02-12,7\n1,2001-02-12,7\n1,2001-02-12,7\n2,2001-02-12,8\n",
        "segments" => "timestamp,a,b,code,prediction,score,label\n" + string.Concat(Enumerable.Range(0, 1200).Select(i =>
            FormattableString.Invariant($"{new DateTime(2001, 2, 12).AddMinutes(20 * i):s},{i * 7919L % 601},{i * 31 % 17 / 4.0},c{i % 3},{i % 2},{i % 11 / 10.0},{i % 5 % 2}\n"))),
        "many" => "id,timestamp,a,t\n" + string.Concat(Enumerable.Range(0, 3000).Select(i =>
            FormattableString.Invariant($"{i},2001-02-12,{(i * 7919L % 100_003) / 8.0},word {i * 31 % 2900}\n"))),
        "features" => "a,b\n1,\n2,\n",
        _ => ProfileData.Header + ProfileData.Rows(0, 12_000, TimeSpan.FromMinutes(1)),
    };

    private static string GoldenPath(string name, [CallerFilePath] string here = "") =>
        Path.Combine(Path.GetDirectoryName(here)!, "Golden", name is "repeats" or "cells" or "many" or "segments" ? $"v1.{name}" : "v1", name + ".smpr");
}
