namespace ServerlessMonitor.Contracts;

/// <summary>What a model predicts.</summary>
public enum ModelTask
{
    /// <summary>One of two classes.</summary>
    Binary,

    /// <summary>One of several classes.</summary>
    Multiclass,

    /// <summary>A number.</summary>
    Regression,

    /// <summary>An order within each query.</summary>
    Ranking,
}
