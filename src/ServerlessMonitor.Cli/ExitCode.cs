namespace ServerlessMonitor.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done, and nothing to report.</summary>
    public const int Fine = 0;

    /// <summary>Done, and something was found: drift, a breach, a firing alert.</summary>
    public const int Findings = 1;

    /// <summary>Not done: bad use, bad input, or something that is needed is not there.</summary>
    public const int Bad = 2;

    /// <summary>Ended by Ctrl-C, as shells have it.</summary>
    public const int Interrupted = 130;
}
