using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Labels;

/// <summary>Finds the predictions that the labels of one kept file are for.</summary>
/// <remarks>
/// Of each file of predictions the coarse parts of the filters are read first. A run of rows whose filter hits on significantly more labels than it errs in (1 of 16; six standard deviations, and one hit at
/// least) is read; then ids that were found in no file of a version are looked for through the whole filters (1 of 4,096) of the other runs of that version, of which only the blocks are read that may have them.
/// So an id is expected in one batch of a version; a batch that was sent twice gets its labels in both. Labels with timestamps are looked for in the files of their hours, and of those before and after; those that no version has there in all.
/// Memory: a million labels at a time (28 MB), filters from one look to the next (64 MB), and for each thread the filters of a file and the hashes of a run; the matches take 6 bytes each until the end.
/// </remarks>
public sealed class LabelMatcher
{
    /// <summary>How many hours a label's time may lie beside the prediction's: two versions score a row at times of their own.</summary>
    public const int HoursOff = 1;

    // Of the filters of all candidates together.
    private const long MostHeld = 64 * 1024 * 1024;

    private readonly IKeptFiles _files;
    private readonly int _workers;

    /// <summary>Creates a matcher.</summary>
    /// <param name="files">Where the kept files are.</param>
    /// <param name="workers">Files looked at side by side, 1 or more; null: one for each processor, at most 8, and 2 at least. No result depends on it.</param>
    public LabelMatcher(IKeptFiles files, int? workers = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers ?? 1, 1, nameof(workers));
        _files = files;
        _workers = workers ?? Math.Clamp(Environment.ProcessorCount, 2, 8);
    }

    /// <summary>The hours of the predictions that the labels of a file are for, as they say; null: some of them say none, or there is no such file.</summary>
    /// <param name="labelFile">The name of the kept labels.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="KeptFormatException">The file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote it.</exception>
    public async Task<TimeWindow?> HoursOfAsync(string labelFile, CancellationToken cancellationToken)
    {
        await using IKeptFile? content = await _files.OpenAsync(labelFile, cancellationToken);
        return content is null ? null : (await KeptLabelsFile.OpenAsync(content, labelFile, cancellationToken)).Footer.Span;
    }

    /// <summary>Looks for the labels of one file.</summary>
    /// <param name="labelFile">The name of the kept labels.</param>
    /// <param name="candidates">The files of predictions in which they may be found; each once.</param>
    /// <param name="cancellationToken">Ends the looking.</param>
    /// <returns>Null when there is no such label file.</returns>
    /// <exception cref="KeptFormatException">A file is cut off or damaged.</exception>
    /// <exception cref="NewerFormatException">A newer build wrote a file.</exception>
    public async Task<MatchResult?> MatchAsync(string labelFile, IReadOnlyList<MatchCandidate> candidates, CancellationToken cancellationToken)
    {
        if (await _files.OpenAsync(labelFile, cancellationToken) is not { } opened)
        {
            return null;
        }

        await using IKeptFile content = opened;
        await using KeptLabelsFile labels = await KeptLabelsFile.OpenAsync(content, labelFile, cancellationToken);
        string[] versions = [.. candidates.Select(candidate => candidate.Version).Distinct(StringComparer.Ordinal)];
        var files = new CandidateFile?[candidates.Count];
        try
        {
            await EachAsync(Enumerable.Range(0, files.Length), async (i, token) => files[i] = await OpenAsync(candidates[i], versions, MostHeld / candidates.Count, token), cancellationToken);
            CandidateFile[] present = [.. files.OfType<CandidateFile>()];
            long found = 0;
            for (int run = 0; run < labels.Footer.Runs.Count;)
            {
                (LabelRows piece, run) = await labels.ReadPieceAsync(run, cancellationToken);
                found += await MatchPieceAsync(piece, present, versions.Length, cancellationToken);
            }

            return new MatchResult
            {
                Matches = [.. present.Select(file => (file.Candidate, Matches: file.Matches())).Where(pair => pair.Matches is not null).Select(pair => (pair.Candidate, pair.Matches!))],
                Ids = labels.Footer.Ids,
                Found = found,
                Gone = [.. candidates.Where((_, i) => files[i] is null)],
                FilesLookedAt = present.Count(file => file.IsLookedAt),
                RunsRead = present.Sum(file => file.RunsRead),
                BytesRead = labels.BytesRead + present.Sum(file => file.BytesRead),
            };
        }
        finally
        {
            foreach (CandidateFile file in files.OfType<CandidateFile>())
            {
                await file.DisposeAsync();
            }
        }
    }

    private async Task<CandidateFile?> OpenAsync(MatchCandidate candidate, string[] versions, long mostHeld, CancellationToken cancellationToken)
    {
        IKeptFile? content = await _files.OpenAsync(candidate.File, cancellationToken);
        if (content is null)
        {
            return null;
        }

        try
        {
            KeptPredictionsFile file = await KeptPredictionsFile.OpenAsync(content, candidate.File, cancellationToken);
            return new CandidateFile(candidate, file, Array.IndexOf(versions, candidate.Version), mostHeld);
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <returns>How many of the labels were found.</returns>
    private async Task<int> MatchPieceAsync(LabelRows labels, CandidateFile[] files, int versions, CancellationToken cancellationToken)
    {
        // Threads write only true, and each reads it after all have ended.
        bool[][] found = [.. Enumerable.Range(0, versions).Select(_ => new bool[labels.Count])];
        await EachAsync(files, async (file, token) => await file.LookAsync(labels, found[file.Version], token), cancellationToken);
        bool[][] foundBefore = [.. found.Select(those => (bool[])those.Clone())];
        await EachAsync(files, async (file, token) => await file.LookAgainAsync(labels, foundBefore[file.Version], found[file.Version], token), cancellationToken);
        if (Elsewhere(labels, found) is { Length: > 0 } lost)
        {
            await EachAsync(files, async (file, token) => await file.LookAsync(labels, lost, found[file.Version], token), cancellationToken);
            foundBefore = [.. found.Select(those => (bool[])those.Clone())];
            await EachAsync(files, async (file, token) => await file.LookAgainAsync(labels, foundBefore[file.Version], found[file.Version], token), cancellationToken);
        }

        await EachAsync(
            files,
            (file, _) =>
            {
                file.EndPiece(labels);
                return ValueTask.CompletedTask;
            },
            cancellationToken);
        int count = 0;
        for (int label = 0; label < labels.Count; label++)
        {
            count += Array.Exists(found, those => those[label]) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The labels that were not found at their time, which may be another than the prediction's: they are looked for in all files.</summary>
    private static int[] Elsewhere(LabelRows labels, bool[][] found)
    {
        var lost = new List<int>();
        for (int label = 0; label < labels.Count; label++)
        {
            if (labels.Hours[label] != LabelRows.NoHour && !Array.Exists(found, those => those[label]))
            {
                lost.Add(label);
            }
        }

        return [.. lost];
    }

    private Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, ValueTask> act, CancellationToken cancellationToken) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = _workers, CancellationToken = cancellationToken },
            act);
}
