using System.Buffers;
using System.Numerics;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Labels;

/// <summary>One file of kept predictions while labels are looked for in it.</summary>
internal sealed class CandidateFile : IAsyncDisposable
{
    // A hash that a filter does not hold seems to be in it in one of so many cases.
    private const double FalseShare = 1.0 / 256;
    private const double Sigmas = 6;

    private readonly KeptPredictionsFile _file;
    private readonly int _firstHour;
    private readonly int _lastHour;
    private readonly List<byte[]> _pieces = [];
    private readonly List<(int Run, int[] Labels)> _doubtful = [];
    private ulong[] _found = [];
    private int _foundCount;

    public CandidateFile(MatchCandidate candidate, KeptPredictionsFile file, int version)
    {
        Candidate = candidate;
        Version = version;
        _file = file;
        _firstHour = (int)((candidate.Hours?.Start.UtcTicks ?? file.Footer.FirstTicks) / TimeSpan.TicksPerHour);
        _lastHour = (int)((candidate.Hours?.End.UtcTicks - 1 ?? file.Footer.LastTicks) / TimeSpan.TicksPerHour);
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
        int own = some?.Length ?? labels.Count;
        if (own == 0)
        {
            return;
        }

        IsLookedAt = true;
        XorFilter?[] filters = await _file.ReadFiltersAsync(cancellationToken);
        double mean = own * FalseShare;
        int limit = Math.Max(1, (int)Math.Ceiling(mean + (Sigmas * Math.Sqrt(mean))));
        for (int run = 0; run < filters.Length; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (filters[run] is not { } filter)
            {
                continue;
            }

            int[] hits = Hits(filter, labels.Hashes, some, limit, out bool isSure);
            if (isSure)
            {
                await MatchAsync(run, labels, some, found, cancellationToken);
            }
            else if (hits.Length > 0)
            {
                _doubtful.Add((run, hits));
            }
        }
    }

    /// <summary>Reads the other runs whose filters hit on labels that were found in no file of the version.</summary>
    public async Task LookAgainAsync(LabelRows labels, bool[] foundBefore, bool[] found, CancellationToken cancellationToken)
    {
        foreach ((int run, int[] hits) in _doubtful)
        {
            int[] left = [.. hits.Where(label => !foundBefore[label])];
            if (left.Length > 0)
            {
                await MatchAsync(run, labels, left, found, cancellationToken);
            }
        }

        _doubtful.Clear();
    }

    /// <summary>Puts the matches of a piece of the label file aside.</summary>
    public void EndPiece(LabelRows labels)
    {
        if (_foundCount == 0)
        {
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

    private static int[] Hits(XorFilter filter, ReadOnlySpan<ulong> hashes, int[]? some, int limit, out bool isSure)
    {
        int own = some?.Length ?? hashes.Length;
        var hits = new int[Math.Min(limit, own)];
        int count = 0;
        for (int i = 0; i < own; i++)
        {
            int label = some is null ? i : some[i];
            if (filter.MayContain(hashes[label]))
            {
                hits[count++] = label;
                if (count >= limit)
                {
                    isSure = true;
                    return [];
                }
            }
        }

        isSure = false;
        return hits[..count];
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
        int rows = _file.Footer.Runs[run].Rows;
        ulong[] hashes = ArrayPool<ulong>.Shared.Rent(rows);
        await _file.ReadHashesAsync(run, hashes, cancellationToken);
        Match(hashes.AsSpan(0, rows), labels.Hashes, those, found);
        ArrayPool<ulong>.Shared.Return(hashes);
    }

    private void Match(ReadOnlySpan<ulong> hashes, ReadOnlySpan<ulong> labels, int[]? those, bool[] found)
    {
        if (_found.Length == 0)
        {
            _found = new ulong[(labels.Length + 63) / 64];
        }

        int at = 0;
        int own = those?.Length ?? labels.Length;
        for (int i = 0; i < own; i++)
        {
            int label = those is null ? i : those[i];
            ulong hash = labels[label];
            while (at < hashes.Length && hashes[at] < hash)
            {
                at++;
            }

            if (at < hashes.Length && hashes[at] == hash)
            {
                ulong bit = 1UL << (label & 63);
                _foundCount += (_found[label >> 6] & bit) == 0 ? 1 : 0;
                _found[label >> 6] |= bit;
                found[label] = true;
            }
        }
    }
}
