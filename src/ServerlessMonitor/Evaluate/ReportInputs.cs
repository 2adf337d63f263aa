namespace ServerlessMonitor.Evaluate;

/// <summary>What a report depends on, named one by one: a replay says by it which of them are others now. <see cref="EvaluationReport.InputDigest"/> has all of them in one.</summary>
/// <param name="EngineVersion"><see cref="InputDigest.EngineVersion"/> of the build that evaluated.</param>
/// <param name="Monitor"><see cref="Contracts.MonitorDefinition.Digest"/>.</param>
/// <param name="Baseline">The first 16 hexadecimal digits of the SHA-256 of what names the baseline and its version; null without one.</param>
/// <param name="BatchCount">Batches with rows in the window.</param>
public sealed record ReportInputs(int EngineVersion, string Monitor, string? Baseline, int BatchCount)
{
    /// <summary>As many batches are named, at most.</summary>
    public const int MostBatches = 200;

    /// <summary>Rows of the complete windows before this one, newest first.</summary>
    public IReadOnlyList<long> PrecedingRows { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Each batch as the first 12 digits of its id, a space, and the version of it that counted; in ordinal order. Empty where there are more than <see cref="MostBatches"/>.
    /// </summary>
    public IReadOnlyList<string> Batches { get; init => field = value ?? []; } = [];
}
