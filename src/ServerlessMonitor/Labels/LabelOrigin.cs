namespace ServerlessMonitor.Labels;

/// <summary>Where the label of a row is from.</summary>
internal enum LabelOrigin
{
    /// <summary>It has none.</summary>
    None,

    /// <summary>The batch itself.</summary>
    Batch,

    /// <summary>A file of labels.</summary>
    Late,

    /// <summary>None came in time, and that means something.</summary>
    Absence,
}
