using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate;

/// <summary>The profile of an uploaded baseline.</summary>
/// <param name="Model">The model version.</param>
/// <param name="Source">The blob it was made from: <c>container/path</c>.</param>
/// <param name="ETag">That blob's version, without quotes.</param>
/// <param name="CreatedAt">When that version was written.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Schema">The columns it has.</param>
/// <param name="Body">The profile as <c>ProfileCodec</c> writes it.</param>
public sealed record StoredBaseline(
    ModelVersion Model, string Source, string ETag, DateTimeOffset CreatedAt, long Rows, DatasetSchema Schema, ReadOnlyMemory<byte> Body)
{
    /// <summary>The baseline in pieces, as <c>BaselineParts</c> writes it; empty for baselines that were kept before there were parts, and where there are none.</summary>
    public ReadOnlyMemory<byte> Parts { get; init; }

    /// <summary>By what the parts were made, for example <c>1 HourOfWeek UTC</c>: the same blob version with other parts is kept in place of this one. Null before there were parts.</summary>
    public string? PartsKey { get; init; }
}
