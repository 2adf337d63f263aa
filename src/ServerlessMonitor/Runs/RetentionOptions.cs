using System.ComponentModel.DataAnnotations;

namespace ServerlessMonitor.Runs;

/// <summary>How long prediction blobs are kept before a lifecycle policy of the storage account deletes them.</summary>
public sealed class RetentionOptions
{
    /// <summary>
    /// Days since it was written after which a prediction blob that disappears is taken for deleted by the lifecycle policy: its rows go on counting. One that goes earlier is
    /// retracted. Set it to the policy's <c>daysAfterModificationGreaterThan</c>. 0 to 36,500; default 0: every deletion is a retraction.
    /// </summary>
    [Range(0, 36_500)]
    public int RetentionDays { get; set; }

    /// <summary>Whether a blob that was written then, and has gone by <paramref name="deletedAt"/>, had reached its age.</summary>
    internal bool IsOver(DateTimeOffset modifiedAt, DateTimeOffset deletedAt) => RetentionDays > 0 && deletedAt - modifiedAt >= TimeSpan.FromDays(RetentionDays);
}
