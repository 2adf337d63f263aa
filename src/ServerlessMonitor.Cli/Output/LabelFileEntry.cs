using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Cli.Output;

/// <summary>What a file of labels did, in the JSON of <c>evaluate</c>.</summary>
/// <param name="File">The file.</param>
/// <param name="Labels">Different ids in it.</param>
/// <param name="Found">Of these, ids of at least one prediction.</param>
/// <param name="NotFound">Of these, ids of no prediction.</param>
internal sealed record LabelFileEntry(string File, long Labels, long Found, long NotFound)
{
    /// <summary>Predictions that got a label from it.</summary>
    public long Matched { get; init; }

    /// <summary>Of these, predictions that had another label before, from an earlier file or their own.</summary>
    public long Corrected { get; init; }

    /// <summary>Of these, predictions that a later file has another word on.</summary>
    public long Superseded { get; init; }

    /// <summary>Labels that are text where the model predicts a number.</summary>
    public long Unusable { get; init; }

    /// <summary>Labels for ids of several predictions that are for none, as the monitor file says.</summary>
    public long Rejected { get; init; }

    /// <summary>Adds what it did to one file of predictions.</summary>
    public LabelFileEntry With(LinkStatistics link) => this with
    {
        Matched = Matched + link.Matched,
        Corrected = Corrected + link.Corrected,
        Superseded = Superseded + link.Superseded,
        Unusable = Unusable + link.Unusable,
        Rejected = Rejected + link.Rejected,
    };
}
