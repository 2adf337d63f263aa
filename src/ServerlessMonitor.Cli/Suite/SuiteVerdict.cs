using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>What the suite says about one window; what is used of it.</summary>
/// <param name="Rules">What every rule says.</param>
internal sealed record SuiteVerdict(IReadOnlyList<SuiteVerdict.Rule> Rules)
{
    /// <summary>Rows in the window.</summary>
    public long Rows { get; init; }

    /// <summary>Rows whose truth is known.</summary>
    public long LabelledRows { get; init; }

    /// <summary>How often it was judged.</summary>
    public int Revision { get; init; }

    /// <summary>Metrics of the labelled rows.</summary>
    public IReadOnlyList<Metric> Metrics { get; init; } = [];

    /// <summary>Metrics estimated without labels.</summary>
    public IReadOnlyList<Metric> Estimated { get; init; } = [];

    /// <summary>Whether these firing alerts are what the verdict asks for. A rule that must hold for several windows, or cannot say, asks for nothing.</summary>
    /// <param name="firing">Rules whose alert fires.</param>
    public bool IsReflectedBy(IReadOnlySet<string> firing) => Rules.All(rule => rule.Outcome switch
    {
        VerdictOutcome.Breach => rule.For > 1 || firing.Contains(rule.RuleId),
        VerdictOutcome.Ok => !firing.Contains(rule.RuleId),
        _ => true,
    });

    /// <summary>One metric.</summary>
    /// <param name="Key">Its key.</param>
    /// <param name="Value">Null where it is undefined.</param>
    internal sealed record Metric(string Key, double? Value);

    /// <summary>One rule.</summary>
    /// <param name="RuleId">Its id.</param>
    /// <param name="Outcome">What it says.</param>
    /// <param name="For">How many windows in a row must breach before the alert fires.</param>
    internal sealed record Rule(string RuleId, VerdictOutcome Outcome, int For);
}
