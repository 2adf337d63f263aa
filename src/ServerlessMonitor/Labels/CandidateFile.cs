using System.Buffers;
using System.Numerics;
using ServerlessMonitor.Profile.Keeping;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>One file of kept predictions while labels are looked for in it.</summary>
internal sealed class CandidateFile : IAsyncDisposable
{
    // A run whose filter hits on so many more labels than it errs in has some of them; beyond the first, the whole filter is asked.
    private const double SigmasToAsk = 2;
    private const double Sigmas = 6;

    private readonly KeptPredictionsFile _file;
    private readonly long _mostHeld;
    private readonly int _firstHour;
    private readonly int _lastHour;
    private readonly List<byte[]> _pieces = [];
    private readonly List<int> _doubtful = [];
    private XorFilter?[]? _filters;
    private int[]? _own;
    private ulong[] _found = [];
    private int _foundCount;

    /// <param name="candidate">The file.</param>
    /// <param name="file">It, open.</param>
    /// <param name="version">The number of its version.</param>
    /// <param name="mostHeld">How many bytes its filters may take from one look to the next; those that take more are read again.</param>
    public CandidateFile(MatchCandidate candidate, KeptPredictionsFile file, int version, long mostHeld)
    {
        _mostHeld = mostHeld;
        Candidate = candidate;
        Version = version;
        _file = file;
        _firstHour = (int)((candidate.Hours?.Start.UtcTicks ?? file.Footer.FirstTicks) / TimeSpan.TicksPerHour) - LabelMatcher.HoursOff;
        _lastHour = (int)((candidate.Hours?.End.UtcTicks - 1 ?? file.Footer.LastTicks) / TimeSpan.TicksPerHour) + LabelMatcher.HoursOff;
    }

    public MatchCandidate Candidate { get; }

    /// <summary>The number of its version.</summary>
    public int Version { get; }

    public long BytesRead => _file.BytesRead;

    /// <summary>Whether its filters were read.</summary>
    public bool IsLookedAt { get; private set; }

    public int RunsRead { get; private set; }

    /// <summary>Looks for the labels of its hours through the filters, and reads the runs that hold more of them than filters err in.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="found">Which of them were found in a file of the version; set here.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public Task LookAsync(LabelRows labels, bool[] found, CancellationToken cancellationToken) => LookAsync(labels, OfItsHours(labels), found, cancellationToken);

    /// <summary>The same for labels that it names.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="some">Which of them, ascending; null: all.</param>
    /// <param name="found">Which of them were found in a file of the version; set here.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    public async Task LookAsync(LabelRows labels, int[]? some, bool[] found, CancellationToken cancellationToken)
    {
        _doubtful.Clear();
        _own = some;
        int own = some?.Length ?? labels.Count;
        if (own == 0)
        {
            return;
        }

        IsLookedAt = true;
        XorFilter?[] filters = await FiltersAsync(cancellationToken);
        var asked = new List<int>();
        for (int run = 0; run < filters.Length; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filters[run] is not { } filter)
            {
                continue;
            }

            int limit = LimitOf(filter, own, Sigmas);
            int hits = CountOf(filter, labels.Hashes, some, limit);
            if (hits == limit)
            {
                await MatchAsync(run, labels, some, found, cancellationToken);
            }
            else if (!filter.IsWhole && hits >= LimitOf(filter, own, SigmasToAsk))
            {
                asked.Add(run);
            }
            else if (hits > 0)
            {
                _doubtful.Add(run);
            }
        }

        await _file.RefineAsync(filters, asked, cancellationToken);
        foreach (int run in asked)
        {
            XorFilter filter = filters[run]!;
            int limit = LimitOf(filter, own, Sigmas);
            if (CountOf(filter, labels.Hashes, some, limit) == limit)
            {
                await MatchAsync(run, labels, some, found, cancellationToken);
            }
            else
            {
                _doubtful.Add(run);
            }
        }

        _doubtful.Sort();
        Hold(filters);
    }

    /// <summary>Reads of the other runs what may have labels that were found in no file of the version.</summary>
    public async Task LookAgainAsync(LabelRows labels, bool[] foundBefore, bool[] found, CancellationToken cancellationToken)
    {
        int[] left = _doubtful.Count == 0 ? [] : [.. (_own ?? Enumerable.Range(0, labels.Count)).Where(label => !foundBefore[label])];
        if (left.Length == 0)
        {
            return;
        }

        XorFilter?[] filters = await FiltersAsync(cancellationToken);
        int[] runs = [.. _doubtful.Where(run => CountOf(filters[run]!, labels.Hashes, left, limit: 1) > 0)];
        await _file.RefineAsync(filters, [.. runs.Where(run => !filters[run]!.IsWhole)], cancellationToken);
        foreach (int run in runs)
        {
            XorFilter filter = filters[run]!;
            int[] hits = [.. left.Where(label => filter.MayContain(labels.Hashes[label]))];
            if (hits.Length > 0)
            {
                await MatchAsync(run, labels, hits, found, cancellationToken);
            }
        }

        Hold(filters);
        _doubtful.Clear();
    }

    /// <summary>Puts the matches of a piece of the label file aside.</summary>
    public void EndPiece(LabelRows labels)
    {
        if (_foundCount == 0)
        {
            // The next piece may be longer.
            _found = [];
            return;
        }

        var rows = new LabelRows(_foundCount);
        for (int word = 0; word < _found.Length; word++)
        {
            for (ulong bits = _found[word]; bits != 0; bits &= bits - 1)
            {
                int label = (word * 64) + BitOperations.TrailingZeroCount(bits);
                rows.Add(labels.Hashes[label], labels.Values[label], LabelRows.NoHour);
            }
        }

        _pieces.Add(new LabelMatches(rows).ToBytes());
        _found = [];
        _foundCount = 0;
    }

    /// <summary>All matches; null where there is none.</summary>
    public LabelMatches? Matches()
    {
        if (_pieces.Count == 0)
        {
            return null;
        }

        // Pieces of a label file ascend: none has a hash of another.
        LabelRows[] pieces = [.. _pieces.Select(piece => LabelMatches.FromBytes(piece).Rows)];
        if (pieces.Length == 1)
        {
            return new LabelMatches(pieces[0]);
        }

        var all = new LabelRows(pieces.Sum(piece => piece.Count));
        foreach (LabelRows piece in pieces)
        {
            for (int i = 0; i < piece.Count; i++)
            {
                all.Add(piece.Hashes[i], piece.Values[i], LabelRows.NoHour);
            }
        }

        return new LabelMatches(all);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private async ValueTask<XorFilter?[]> FiltersAsync(CancellationToken cancellationToken) => _filters ?? await _file.ReadFiltersAsync(cancellationToken);

    private void Hold(XorFilter?[] filters) => _filters = filters.Sum(filter => (long)(filter?.Length ?? 0)) <= _mostHeld ? filters : null;

    /// <summary>How many hits are more than error by so many standard deviations.</summary>
    private static int LimitOf(XorFilter filter, int labels, double sigmas)
    {
        double mean = labels / (double)filter.Errs;
        return Math.Max(1, (int)Math.Ceiling(mean + (sigmas * Math.Sqrt(mean))));
    }

    /// <summary>How many of the labels a filter hits on; at most <paramref name="limit"/>.</summary>
    private static int CountOf(XorFilter filter, ReadOnlySpan<ulong> hashes, int[]? some, int limit)
    {
        int own = some?.Length ?? hashes.Length;
        int count = 0;
        for (int i = 0; i < own && count < limit; i++)
        {
            count += filter.MayContain(hashes[some is null ? i : some[i]]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The labels whose time is one of the file's hours, and those without a time; null: all.</summary>
    private int[]? OfItsHours(LabelRows labels)
    {
        ReadOnlySpan<int> hours = labels.Hours;
        if (!hours.ContainsAnyExcept(LabelRows.NoHour))
        {
            return null;
        }

        var own = new List<int>();
        for (int label = 0; label < hours.Length; label++)
        {
            if (hours[label] == LabelRows.NoHour || (hours[label] >= _firstHour && hours[label] <= _lastHour))
            {
                own.Add(label);
            }
        }

        return own.Count == hours.Length ? null : [.. own];
    }

    private async Task MatchAsync(int run, LabelRows labels, int[]? those, bool[] found, CancellationToken cancellationToken)
    {
        RunsRead++;
        IReadOnlyList<(int First, int Count)> ranges = _file.Footer.Runs[run].Hashes.RangesOf(labels.Hashes, those);
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(ranges.Select(range => range.Count).DefaultIfEmpty(0).Max() * KeptHashes.BlockRows);
        int label = 0;
        foreach ((int first, int count) in ranges)
        {
            int rows = await _file.ReadHashesAsync(run, first, count, hashes, cancellationToken);
            label = Match(hashes.AsSpan(0, rows), labels.Hashes, those, label, found);
        }

        ArrayPool<ulong>.Shared.Return(hashes);
    }

    /// <summary>Notes the labels that are among some hashes.</summary>
    /// <param name="hashes">The hashes, ascending.</param>
    /// <param name="labels">All labels.</param>
    /// <param name="those">Which of them are looked for; null: all.</param>
    /// <param name="from">The first of these that may be there.</param>
    /// <param name="found">Receives those that are.</param>
    /// <returns>The first that is beyond.</returns>
    private int Match(ReadOnlySpan<ulong> hashes, ReadOnlySpan<ulong> labels, int[]? those, int from, bool[] found)
    {
        if (_found.Length == 0)
        {
            _found = new ulong[(labels.Length + 63) / 64];
        }

        int at = 0;
        int own = those?.Length ?? labels.Length;
        int i = from;
        for (; i < own; i++)
        {
            int label = those is null ? i : those[i];
            ulong hash = labels[label];
            while (at < hashes.Length && hashes[at] < hash)
            {
                at++;
            }

            if (at == hashes.Length)
            {
                break;
            }

            if (hashes[at] == hash)
            {
                ulong bit = 1UL << (label & 63);
                _foundCount += (_found[label >> 6] & bit) == 0 ? 1 : 0;
                _found[label >> 6] |= bit;
                found[label] = true;
            }
        }

        return i;
    }
}
