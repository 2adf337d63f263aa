using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

/// <summary>Kept files as builds in use have stored them: three months of predictions wait for their labels in this format.</summary>
public sealed class KeptGoldenTests
{
    private const int Rows = 1100;
    private static readonly MonitorDefinition Binary = new("m") { Task = ModelTask.Binary, Segments = [new SegmentDefinition("site")], Columns = new MonitorColumns { Positive = "1" } };
    private static readonly MonitorDefinition Ranking = new("m") { Task = ModelTask.Ranking };

    [Fact]
    public async Task Files_AreWrittenAsTheGoldenOnes()
    {
        (_, byte[] predictions) = await JoinWorld.KeepAsync(Predictions(), Binary);
        GoldenFile.Check(PathOf("predictions.kpr"), predictions);
        (_, byte[] ranked) = await JoinWorld.KeepAsync(Ranked(), Ranking);
        GoldenFile.Check(PathOf("ranked.kpr"), ranked);
        byte[] labels = await LabelsAsync(Labels(), "l.csv");
        GoldenFile.Check(PathOf("labels.kla"), labels);
        GoldenFile.Check(PathOf("timed.kla"), await LabelsAsync("id,label,timestamp\nr1,1,2026-03-02T00:00:07Z\nr9,0,2026-03-02T02:30:00Z\n", "l.csv"));
        (MatchResult result, _) = await MatchAsync(predictions, labels);
        GoldenFile.Check(PathOf("matches.kma"), result.Matches[0].Matches.ToBytes());
    }

    [Fact]
    public async Task GoldenFiles_GiveTheOutcomeOfTheirRows()
    {
        (MatchResult result, InMemoryKeptFiles files) = await MatchAsync(Golden("predictions.kpr"), Golden("labels.kla"));

        // Of the rows every eleventh has no id, every third a label, and one label is for nobody.
        int labelled = Enumerable.Range(0, Rows).Count(row => row % 3 == 0 && row % 11 != 0);
        Assert.Equal((labelled + 1, labelled), (result.Ids, result.Found));
        var link = LabelMatches.FromBytes(Golden("matches.kma"));
        Assert.Equal(result.Matches[0].Matches.ToBytes(), link.ToBytes());

        await using IKeptFile file = (await files.OpenAsync("p", CancellationToken.None))!;
        (BatchProfile profile, _) = await JoinWorld.KeepAsync(Predictions(), Binary);
        JoinedOutcome joined = await OutcomeJoin.ComputeAsync(file, [link], profile.Schema, new LabelsDefinition(), absentCounts: false, CancellationToken.None);

        Assert.Equal((Rows, labelled), (joined.Rows, joined.LabelledLate));
        Assert.Equal(3, joined.Hours.Count);
        Assert.Equal(Enumerable.Range(0, Rows).Count(row => row % 11 != 0 && row % 3 == 0 && IsPredicted(row) == IsLate(row)), joined.Hours.Sum(hour => (int)(hour.Outcome.Binary!.TruePositives + hour.Outcome.Binary.TrueNegatives)));
    }

    [Fact]
    public void GoldenFiles_HaveEverySection()
    {
        Assert.Equal(["classes", "columns", "rows", "runs", "segments", "slots"], SectionsOf(Golden("predictions.kpr")));
        Assert.Equal(["labels"], SectionsOf(Golden("labels.kla")));
        Assert.Equal(["labels", "span"], SectionsOf(Golden("timed.kla")));
    }

    private static SortedSet<string> SectionsOf(byte[] file)
    {
        int length = BitConverter.ToInt32(file, file.Length - KeptFormat.TrailerLength);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var sections = new SectionReader(file.AsSpan(file.Length - KeptFormat.TrailerLength - length, length));
        while (sections.Next(out string name, out _))
        {
            names.Add(name);
        }

        return names;
    }

    private static bool IsPredicted(int row) => row % 7 < 3;

    private static bool IsLate(int row) => row % 5 < 2;

    private static string Predictions()
    {
        var text = new StringBuilder("id,timestamp,site,prediction,score\n");
        for (int row = 0; row < Rows; row++)
        {
            string id = row % 11 == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"r{row}");
            DateTimeOffset at = JoinWorld.Start.AddSeconds(row * 9);
            text.Append(CultureInfo.InvariantCulture, $"{id},{at:yyyy-MM-ddTHH:mm:ssZ},{(row % 4 == 0 ? "a" : "b")},{(IsPredicted(row) ? 1 : 0)},0.{row % 97:D2}\n");
        }

        return text.ToString();
    }

    private static string Ranked() => "id,timestamp,query,score\n"
        + string.Concat(Enumerable.Range(0, 40).Select(row => string.Create(CultureInfo.InvariantCulture, $"d{row},2026-03-02T00:00:00Z,q{row / 8},{row * 0.37:R}\n")));

    private static string Labels() => "id,label\nnobody,1\n"
        + string.Concat(Enumerable.Range(0, Rows).Where(row => row % 3 == 0 && row % 11 != 0).Select(row => string.Create(CultureInfo.InvariantCulture, $"r{row},{(IsLate(row) ? 1 : 0)}\n")));

    private static async Task<byte[]> LabelsAsync(string text, string name)
    {
        using var kept = new MemoryStream();
        await LabelFileReader.ReadAsync(JoinWorld.Stream(text), name, Binary, kept, CancellationToken.None);
        return kept.ToArray();
    }

    private static async Task<(MatchResult Result, InMemoryKeptFiles Files)> MatchAsync(byte[] predictions, byte[] labels)
    {
        var files = new InMemoryKeptFiles();
        await files.PutAsync("p", new MemoryStream(predictions), CancellationToken.None);
        await files.PutAsync("l", new MemoryStream(labels), CancellationToken.None);
        return ((await new LabelMatcher(files).MatchAsync("l", [new MatchCandidate("1", "p")], CancellationToken.None))!, files);
    }

    private static byte[] Golden(string name) => File.ReadAllBytes(PathOf(name));

    private static string PathOf(string name, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Golden", "v1", name);
}
