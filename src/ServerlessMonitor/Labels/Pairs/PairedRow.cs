namespace ServerlessMonitor.Labels.Pairs;

/// <summary>What one version said of an id, and the label that its batch has for it.</summary>
internal struct PairedRow
{
    /// <summary>Classifications: the score of the positive class, regressions the prediction; NaN where there is none.</summary>
    public double Value;

    /// <summary>The label: an amount, or the number of a class; NaN where there is none.</summary>
    public double Label;

    /// <summary>Classifications: the number of the predicted class; −1 where there is none.</summary>
    public int Predicted;

    /// <summary>The slot of time in its file.</summary>
    public int Slot;

    /// <summary>Where the label is from.</summary>
    public LabelOrigin Origin;

    /// <summary>How many rows of the batch have the id; 0: none.</summary>
    public int Rows;
}
