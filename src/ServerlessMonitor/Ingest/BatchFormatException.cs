namespace ServerlessMonitor.Ingest;

/// <summary>A whole file cannot be read as a batch. Single bad rows never throw: they are counted.</summary>
public sealed class BatchFormatException : Exception
{
    /// <summary>Creates the exception for a problem.</summary>
    public BatchFormatException(BatchProblem problem, Exception? innerException = null)
        : base(problem.Message, innerException)
    {
        Problem = problem;
    }

    /// <summary>What is wrong.</summary>
    public BatchProblem Problem { get; }
}
