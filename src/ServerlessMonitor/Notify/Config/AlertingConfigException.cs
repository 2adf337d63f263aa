namespace ServerlessMonitor.Notify.Config;

/// <summary>An alerting file says something that cannot be followed. Nothing is sent until it is mended, and nothing is forgotten.</summary>
public sealed class AlertingConfigException : Exception
{
    /// <summary>Lists every problem in the message, one a line.</summary>
    public AlertingConfigException(IReadOnlyList<AlertingProblem> problems)
        : base(string.Join('\n', problems))
    {
        Problems = problems;
    }

    /// <summary>In the order of the file.</summary>
    public IReadOnlyList<AlertingProblem> Problems { get; }
}
