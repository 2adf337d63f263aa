using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Labels.Pairs;
using ServerlessMonitor.Profile;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Labels;

/// <summary>Batches and label files of one model, kept and joined as the runs do it.</summary>
internal sealed class JoinWorld(MonitorDefinition monitor)
{
    private readonly List<(MatchCandidate Candidate, BatchProfile Profile)> _batches = [];
    private readonly Dictionary<string, (DatasetSchema Schema, SegmentValues Values)> _versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string File, string Batch), byte[]> _links = [];

    public static DateTimeOffset Start { get; } = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public InMemoryKeptFiles Files { get; } = new();

    public IReadOnlyList<(MatchCandidate Candidate, BatchProfile Profile)> Batches => _batches;

    public static async Task<(BatchProfile Profile, byte[] Kept)> KeepAsync(
        string text, MonitorDefinition monitor, DatasetSchema? schema = null, SegmentValues? values = null, string name = "f.csv")
    {
        using var kept = new MemoryStream();
        var context = new BatchContext(monitor, EventTimeFallback.LastModified(Start)) { Schema = schema, SegmentValues = values ?? SegmentValues.None, KeptPredictions = kept };
        BatchProfile profile = await new BatchProfiler(1).ProfileAsync(Stream(text), name, context, CancellationToken.None);
        return (profile, kept.ToArray());
    }

    public async Task<BatchProfile> AddBatchAsync(string version, string text, string name = "f.csv")
    {
        (DatasetSchema? schema, SegmentValues? values) = _versions.TryGetValue(version, out (DatasetSchema Schema, SegmentValues Values) known) ? known : (null, null);
        (BatchProfile profile, byte[] kept) = await KeepAsync(text, monitor, schema, values, name);
        _versions[version] = (profile.Schema, profile.SegmentValues);
        var candidate = new MatchCandidate(version, string.Create(CultureInfo.InvariantCulture, $"predictions/{version}/{_batches.Count:D3}"));
        _batches.Add((candidate, profile));
        if (profile.KeptPredictions is not null)
        {
            Assert.Equal(profile.KeptPredictions.Bytes, kept.Length);
            await Files.PutAsync(candidate.File, new MemoryStream(kept), CancellationToken.None);
        }

        return profile;
    }

    public async Task<LabelFileSummary> AddLabelsAsync(string name, string text, string fileName = "l.csv")
    {
        using var kept = new MemoryStream();
        LabelFileSummary summary = await LabelFileReader.ReadAsync(Stream(text), fileName, monitor, kept, CancellationToken.None);
        Assert.Equal(kept.Length, summary.BytesKept);
        kept.Position = 0;
        await Files.PutAsync(name, kept, CancellationToken.None);
        return summary;
    }

    /// <summary>Matches a label file against all batches.</summary>
    public async Task<MatchResult> MatchAsync(string labels)
    {
        MatchResult? result = await new LabelMatcher(Files, workers: 2).MatchAsync(labels, [.. _batches.Select(batch => batch.Candidate)], CancellationToken.None);
        Assert.NotNull(result);
        foreach ((MatchCandidate candidate, LabelMatches matches) in result.Matches)
        {
            _links[(labels, candidate.File)] = matches.ToBytes();
        }

        return result;
    }

    /// <summary>The outcome of a batch with the links of label files in the order of their names.</summary>
    public async Task<JoinedOutcome> JoinAsync(int batch, LabelsDefinition? labels = null, bool absentCounts = false)
    {
        (MatchCandidate candidate, BatchProfile profile) = _batches[batch];
        await using IKeptFile file = (await Files.OpenAsync(candidate.File, CancellationToken.None))!;
        LabelMatches[] links = [.. _links.Where(link => link.Key.Batch == candidate.File).Select(link => LabelMatches.FromBytes(link.Value))];
        return await OutcomeJoin.ComputeAsync(file, links, profile.Schema, labels ?? monitor.Labels, absentCounts, CancellationToken.None);
    }

    /// <summary>The rows that two batches of different versions have in common.</summary>
    public async Task<PairTable> PairAsync(int first, int second, int idsAtATime)
    {
        await using IKeptFile one = (await Files.OpenAsync(_batches[first].Candidate.File, CancellationToken.None))!;
        await using IKeptFile other = (await Files.OpenAsync(_batches[second].Candidate.File, CancellationToken.None))!;
        return await PairWalk.ComputeAsync(Scored(first, one), Scored(second, other), monitor.Labels, idsAtATime, CancellationToken.None);
    }

    /// <summary>Joins all batches of a version into their profiles, and merges these by hour.</summary>
    public async Task<SortedDictionary<DateTimeOffset, DatasetProfile>> JoinAllAsync(string version)
    {
        var all = new SortedDictionary<DateTimeOffset, DatasetProfile>();
        for (int batch = 0; batch < _batches.Count; batch++)
        {
            if (_batches[batch].Candidate.Version != version)
            {
                continue;
            }

            JoinedOutcome? joined = _batches[batch].Profile.KeptPredictions is null ? null : await JoinAsync(batch);
            foreach ((DateTimeOffset hour, DatasetProfile profile) in _batches[batch].Profile.Hours)
            {
                DatasetProfile copy = profile.Copy();
                joined?.Hours.Single(candidate => candidate.Hour == hour).ApplyTo(copy);
                if (all.TryGetValue(hour, out DatasetProfile? present))
                {
                    present.Merge(copy);
                }
                else
                {
                    all.Add(hour, copy);
                }
            }
        }

        return all;
    }

    private ScoredBatch Scored(int batch, IKeptFile file) =>
        new(file, [.. _links.Where(link => link.Key.Batch == _batches[batch].Candidate.File).Select(link => LabelMatches.FromBytes(link.Value))], _batches[batch].Profile.Schema, AbsentCounts: false);

    public static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
