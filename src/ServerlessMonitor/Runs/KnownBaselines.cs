using System.Security.Cryptography;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Runs;

/// <summary>
/// The uploaded baselines that windows were compared with last. What is learnt from a baseline's chunks depends on the baseline alone, and costs more than the rest of an evaluation: the next window
/// of the same baseline finds it here. A baseline is known by the content of what is stored, so that nothing has to be taken back when it is uploaded, or read, again. Safe for use by several threads.
/// </summary>
/// <param name="mostStoredBytes">The most bytes that all of them take as they are stored; in memory it is some seven times as much. The one asked for last is kept whatever it takes.</param>
public sealed class KnownBaselines(long mostStoredBytes = KnownBaselines.UsualStoredBytes)
{
    /// <summary>Some six baselines of 30 columns, 20 MB in memory.</summary>
    public const long UsualStoredBytes = 3_000_000;

    private readonly Lock _gate = new();

    // The one that was asked for last comes first; there are few.
    private readonly LinkedList<(string Content, long Bytes, KnownBaseline Baseline)> _known = [];
    private long _storedBytes;

    /// <summary>The baseline, read now or before.</summary>
    /// <exception cref="Profile.ProfileFormatException">It is damaged.</exception>
    public KnownBaseline Get(StoredBaseline stored)
    {
        string content = ContentOf(stored);
        lock (_gate)
        {
            if (Find(content) is { } found)
            {
                return found;
            }
        }

        KnownBaseline read = KnownBaseline.Read(stored);
        lock (_gate)
        {
            return Find(content) ?? Add(content, stored.Body.Length + stored.Parts.Length, read);
        }
    }

    private static string ContentOf(StoredBaseline stored)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(stored.Body.Length));
        hash.AppendData(stored.Body.Span);
        hash.AppendData(stored.Parts.Span);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    private KnownBaseline? Find(string content)
    {
        for (var node = _known.First; node is not null; node = node.Next)
        {
            if (string.Equals(node.Value.Content, content, StringComparison.Ordinal))
            {
                _known.Remove(node);
                _known.AddFirst(node);
                return node.Value.Baseline;
            }
        }

        return null;
    }

    private KnownBaseline Add(string content, long bytes, KnownBaseline baseline)
    {
        _known.AddFirst((content, bytes, baseline));
        _storedBytes += bytes;
        while (_storedBytes > mostStoredBytes && _known.Count > 1)
        {
            _storedBytes -= _known.Last!.Value.Bytes;
            _known.RemoveLast();
        }

        return baseline;
    }
}
