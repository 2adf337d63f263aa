namespace ServerlessMonitor.Contracts;

/// <summary>Which of several rows of one batch with the same id a label that comes later is for.</summary>
public enum DuplicateIdPolicy
{
    /// <summary>The last one of the file.</summary>
    Last,

    /// <summary>The first one of the file.</summary>
    First,

    /// <summary>None of them.</summary>
    Reject,
}
