using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>One alert as a message tells of it. All times are window time.</summary>
/// <param name="Fingerprint">Names the alert.</param>
/// <param name="Model">The model version.</param>
/// <param name="AlertName">For example <c>FeatureDrift</c>.</param>
/// <param name="IsFiring">False: it was told of before and is over.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">One sentence with value, threshold and baseline.</param>
public sealed record AlertNotice(string Fingerprint, ModelVersion Model, string AlertName, bool IsFiring, Severity Severity, string Summary)
{
    /// <summary>What it is about: the alert's name with its column.</summary>
    public string Name => Column is null ? AlertName : $"{AlertName} ({Column})";

    /// <summary>What routes see.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The rule.</summary>
    public required string RuleId { get; init; }

    /// <summary>The metric's, method's or check's key.</summary>
    public required string Measure { get; init; }

    /// <summary>The column, or null.</summary>
    public string? Column { get; init; }

    /// <summary>The windows it looks at; empty for alerts that are not about windows.</summary>
    public string Windows { get; init; } = string.Empty;

    /// <summary>The newest window that was judged.</summary>
    public TimeWindow? Window { get; init; }

    /// <summary>What was measured in it.</summary>
    public double? Value { get; init; }

    /// <summary>The limit.</summary>
    public double? Threshold { get; init; }

    /// <summary>The same figure in the baseline.</summary>
    public double? Baseline { get; init; }

    /// <summary>What was compared with.</summary>
    public string? BaselineName { get; init; }

    /// <summary>The bins or categories that contribute most, largest first.</summary>
    public IReadOnlyList<NoticeContribution> Contributions { get; init; } = [];

    /// <summary>Who answers for the model.</summary>
    public string? Owner { get; init; }

    /// <summary>What to do.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>The column's importance, 0 to 1.</summary>
    public double? Importance { get; init; }

    /// <summary>Start of the first window of the episode.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>End of the window with which it ended; null while it fires.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>The verdict as JSON; null without a public address, and for alerts that are not about windows.</summary>
    public Uri? VerdictUrl { get; init; }
}
