using System.Buffers;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Labels;

/// <summary>Which rows of a batch the late labels are for.</summary>
internal sealed class LateRows
{
    private readonly List<(int Row, int Id)>[] _rows;
    private readonly int[] _rowsOfId;
    private readonly long[] _chosen;
    private readonly DuplicateIdPolicy _policy;

    private LateRows(int runs, int ids, DuplicateIdPolicy policy)
    {
        _rows = [.. Enumerable.Range(0, runs).Select(_ => new List<(int, int)>())];
        _rowsOfId = new int[ids];
        _chosen = new long[ids];
        _policy = policy;
    }

    /// <summary>Ids that are those of several rows.</summary>
    public long DuplicateIds => _rowsOfId.Count(rows => rows > 1);

    /// <summary>Finds the rows of the labels' ids.</summary>
    public static async Task<LateRows> FindAsync(KeptPredictionsFile file, LinkedLabels labels, DuplicateIdPolicy policy, CancellationToken cancellationToken)
    {
        var rows = new LateRows(file.Footer.Runs.Count, labels.Count, policy);
        for (int run = 0; labels.Count > 0 && run < file.Footer.Runs.Count; run++)
        {
            if (file.Footer.Runs[run].HasIds)
            {
                int count = file.Footer.Runs[run].Rows;
                ulong[] hashes = ArrayPool<ulong>.Shared.Rent(count);
                await file.ReadHashesAsync(run, hashes, cancellationToken);
                rows.Add(run, hashes.AsSpan(0, count), labels.Ids);
                ArrayPool<ulong>.Shared.Return(hashes);
            }
        }

        for (int id = 0; policy == DuplicateIdPolicy.Reject && id < labels.Count; id++)
        {
            if (rows._rowsOfId[id] > 1)
            {
                labels.Reject(id);
            }
        }

        return rows;
    }

    /// <summary>The rows of a run whose ids have labels, ascending, each with the place of its id and whether the label is for it rather than for another row of the same id.</summary>
    public IEnumerable<(int Row, int Id, bool IsChosen)> Of(int run) =>
        _rows[run].Select(pair => (pair.Row, pair.Id, _chosen[pair.Id] == Place(run, pair.Row) && (_rowsOfId[pair.Id] == 1 || _policy != DuplicateIdPolicy.Reject)));

    private static long Place(int run, int row) => ((long)run << 32) | (uint)row;

    private void Add(int run, ReadOnlySpan<ulong> hashes, ReadOnlySpan<ulong> ids)
    {
        int id = 0;
        for (int row = 0; row < hashes.Length && id < ids.Length; row++)
        {
            while (id < ids.Length && ids[id] < hashes[row])
            {
                id++;
            }

            if (id < ids.Length && ids[id] == hashes[row])
            {
                // Runs, and rows of one id in a run, stand in the order of the file.
                if (_rowsOfId[id]++ == 0 || _policy == DuplicateIdPolicy.Last)
                {
                    _chosen[id] = Place(run, row);
                }

                _rows[run].Add((row, id));
            }
        }
    }
}
