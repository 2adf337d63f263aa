namespace ServerlessMonitor.Contracts;

/// <summary>What a column is for.</summary>
public enum ColumnRole
{
    /// <summary>An input of the model.</summary>
    Feature,

    /// <summary>Names the prediction; labels that come later refer to it.</summary>
    Id,

    /// <summary>When the prediction was made: its event time.</summary>
    Timestamp,

    /// <summary>What the model answered.</summary>
    Prediction,

    /// <summary>How sure it was: the probability of the positive class, or of one class.</summary>
    Score,

    /// <summary>The truth, where it is known already.</summary>
    Label,

    /// <summary>Groups the rows of one ranking.</summary>
    Query,

    /// <summary>Checked for presence only.</summary>
    Ignored,
}
