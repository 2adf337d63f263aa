using ServerlessMonitor.Ingest;

namespace ServerlessMonitor.Runs;

/// <summary>What can be said of a blob before it is read.</summary>
internal static class Arrival
{
    /// <summary>How long an empty blob may be one that is still being filled: copy tools create it first.</summary>
    public static readonly TimeSpan EmptyFor = TimeSpan.FromMinutes(10);

    /// <summary>Why an event is none for the run that takes those of a container; null: it is.</summary>
    public static string? IgnoredBecause(BlobAddress blob, string container)
    {
        if (blob.Container != container)
        {
            return $"the event is of container '{blob.Container}', and the queue takes those of '{container}'. Correct the filter of the Event Grid subscription.";
        }

        return BatchPath.HasDotFolder(blob.Path)
            ? "its name has a folder '.' or '..', so that it cannot be reached under its name. Copy it to another name."
            : null;
    }

    /// <summary>Why a blob is not read yet; null: it is.</summary>
    public static string? WaitsBecause(SourceBlob blob, DateTimeOffset now) => blob.Length == 0 && now - blob.LastModified < EmptyFor
        ? $"it is empty, as copy tools create a blob before they fill it. It is quarantined when it is still empty after {EmptyFor.TotalMinutes:0} minutes."
        : null;

    /// <summary>
    /// The time of what is written now. Never before what was written last: of two hosts whose clocks disagree, the later writer has the last word in alerts, too.
    /// </summary>
    public static DateTimeOffset After(DateTimeOffset? last, DateTimeOffset now) => last >= now ? last.Value.AddTicks(1) : now;
}
