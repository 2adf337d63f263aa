using System.Globalization;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>What a retry attribute says.</summary>
internal sealed record RetryPolicy(int MaxRetries, TimeSpan First, TimeSpan Longest)
{
    /// <summary>The policy of an attribute, <see langword="null"/> for none.</summary>
    public static RetryPolicy? Of(RetryAttribute? attribute) => attribute switch
    {
        FixedDelayRetryAttribute once => new RetryPolicy(once.MaxRetryCount, Parse(once.DelayInterval), Parse(once.DelayInterval)),
        ExponentialBackoffRetryAttribute growing => new RetryPolicy(growing.MaxRetryCount, Parse(growing.MinimumInterval), Parse(growing.MaximumInterval)),
        _ => null,
    };

    /// <summary>Whether no retry follows an attempt (0 is the first).</summary>
    public bool IsOver(int attempt) => MaxRetries >= 0 && attempt >= MaxRetries;

    /// <summary>The pause after an attempt (0 is the first).</summary>
    public TimeSpan DelayAfter(int attempt) => First * Math.Pow(2, Math.Min(attempt, 20)) is var delay && delay < Longest ? delay : Longest;

    private static TimeSpan Parse(string interval) => TimeSpan.Parse(interval, CultureInfo.InvariantCulture);
}
