using System.ComponentModel.DataAnnotations;

namespace ServerlessMonitor.Notify;

/// <summary>
/// How messages are delivered. By the defaults a channel that takes nothing is tried again after ½, 1, 2, 4, 8, 16 and 32 minutes and then every hour, each less up
/// to a quarter; another channel hears of it after a quarter of an hour; after about a day the message is parked, and tried once every <c>repeat_interval</c>.
/// </summary>
public sealed class NotifyOptions : IValidatableObject
{
    /// <value>The suite's own address as people reach it, for links in messages; null (default): messages have no links. Absolute, http or https, without a query.</value>
    public Uri? PublicBaseUrl { get; set; }

    /// <value>How long one request to a service may take, its answer included. Default 10 s, from 1 s to 100 s; shorter than <see cref="ClaimDuration"/>.</value>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:40")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <value>How long a worker that is telling a group keeps others from it. Default 2 min, from 30 s to 1 h. After a crash the group waits this long.</value>
    [Range(typeof(TimeSpan), "00:00:30", "01:00:00")]
    public TimeSpan ClaimDuration { get; set; } = TimeSpan.FromMinutes(2);

    /// <value>Tries before a message is given up (parked). Default 32, some 19 to 25 hours; from 1 to 100.</value>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 32;

    /// <value>Failed tries after which another channel hears of it; parking is reported in any case. Default 6, some 12 to 16 minutes; from 1 to 100.</value>
    [Range(1, 100)]
    public int ReportAfterAttempts { get; set; } = 6;

    /// <value>The wait after the first failed try; it doubles with each, less up to a quarter of jitter. Default 30 s, from 1 s to 1 h.</value>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan FirstRetry { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>The longest wait between two tries, also where a service asks for more. Default 1 h, from 1 s to 1 d; at least <see cref="FirstRetry"/>.</value>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestRetry { get; set; } = TimeSpan.FromHours(1);

    /// <value>Alerts in one message; the rest is counted. Default 50, from 1 to 500.</value>
    [Range(1, 500)]
    public int MaxAlertsPerMessage { get; set; } = 50;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (PublicBaseUrl is { } url && (!url.IsAbsoluteUri || !SettingText.IsHttp(url.AbsoluteUri, out _) || url.Query.Length > 0))
        {
            yield return new ValidationResult("PublicBaseUrl must be an absolute http or https address without a query.", [nameof(PublicBaseUrl)]);
        }

        if (LongestRetry < FirstRetry)
        {
            yield return new ValidationResult("LongestRetry must not be shorter than FirstRetry.", [nameof(LongestRetry), nameof(FirstRetry)]);
        }

        if (RequestTimeout >= ClaimDuration)
        {
            yield return new ValidationResult("RequestTimeout must be shorter than ClaimDuration.", [nameof(RequestTimeout), nameof(ClaimDuration)]);
        }
    }
}
