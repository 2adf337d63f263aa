namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>What can happen.</summary>
internal enum ActKind
{
    /// <summary>Blob A is written, or overwritten, with content B; the event may be lost.</summary>
    Upload,

    /// <summary>Blob A is deleted; the event may be lost.</summary>
    Delete,

    /// <summary>Blob A comes back with the ETag it had.</summary>
    Undelete,

    /// <summary>An event of blob A comes (again), of what was or was not.</summary>
    Redeliver,

    /// <summary>A blob of labels A is written, or overwritten, with content B; the event may be lost.</summary>
    Label,

    /// <summary>A blob of labels A is deleted, or comes back; the event may be lost.</summary>
    Unlabel,

    /// <summary>A worker takes message A, whatever its place in the queue.</summary>
    Take,

    /// <summary>Worker A goes on by B store calls.</summary>
    Step,

    /// <summary>Worker A is killed; its message comes back.</summary>
    Kill,

    /// <summary>A sweep begins.</summary>
    Sweep,

    /// <summary>Housekeeping begins.</summary>
    Housekeep,

    /// <summary>A compaction begins.</summary>
    Compact,

    /// <summary>The monitor file becomes another: usable, broken, usable and different.</summary>
    Monitor,

    /// <summary>Time passes.</summary>
    Wait,
}
