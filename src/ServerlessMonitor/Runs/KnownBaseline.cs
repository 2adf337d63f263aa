using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Runs;

/// <summary>An uploaded baseline that was read, with what is learnt from its pieces. It does not change, and is safe for use by several threads.</summary>
/// <param name="profile">All its rows.</param>
/// <param name="parts">Its pieces; null without.</param>
public sealed class KnownBaseline(DatasetProfile profile, BaselineParts? parts)
{
    private readonly Lazy<BaselineChunks?> _chunks = new(() => parts?.WholeOfChunks() is { } whole ? new BaselineChunks(parts.Chunks, whole) : null);

    /// <summary>All its rows.</summary>
    public DatasetProfile Profile => profile;

    /// <summary>Its pieces; null without.</summary>
    public BaselineParts? Parts => parts;

    /// <summary>Its chunks; null without.</summary>
    public BaselineChunks? Chunks => _chunks.Value;

    /// <summary>Reads a stored baseline.</summary>
    /// <exception cref="ProfileFormatException">It is damaged.</exception>
    public static KnownBaseline Read(StoredBaseline stored) =>
        new(ProfileCodec.FromBytes(stored.Body.Span), stored.Parts.IsEmpty ? null : BaselineParts.FromBytes(stored.Parts.Span));
}
