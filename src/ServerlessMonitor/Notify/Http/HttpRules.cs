using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace ServerlessMonitor.Notify.Http;

/// <summary>What a service's answer means for a message: one table for every channel.</summary>
internal static class HttpRules
{
    /// <summary>
    /// Whether the same request may be taken later: 408, 425, 429 and everything from 500 on; and a success that is not the service's own, which comes from
    /// something in between. Other answers are final: 4xx will not change by itself, and a redirection is not followed, because the address is a secret.
    /// </summary>
    public static bool IsRetryable(int status) => status is (>= 200 and <= 299) or 408 or 425 or 429 or >= 500;

    /// <summary>The failure that a status stands for.</summary>
    /// <param name="service">The service's name, for people.</param>
    /// <param name="status">The status.</param>
    /// <param name="detail">What the service said, already free of secrets; or null.</param>
    /// <param name="retryAfter">How long it asked to be left alone.</param>
    public static NotifyFailure Failure(string service, HttpStatusCode status, string? detail, TimeSpan? retryAfter) =>
        new(IsRetryable((int)status), string.Create(CultureInfo.InvariantCulture, $"{service} answered {(int)status}{(detail is null ? "." : $": {detail}")}"))
        {
            RetryAfter = retryAfter,
        };

    /// <summary><c>Retry-After</c> in seconds or as a date; else <c>X-RateLimit-Reset</c> in seconds since 1970. Null when absent or in the past.</summary>
    public static TimeSpan? RetryAfter(HttpResponseHeaders headers, DateTimeOffset now)
    {
        TimeSpan? wait = headers.RetryAfter?.Delta ?? headers.RetryAfter?.Date - now;
        if (wait is null
            && headers.TryGetValues("X-RateLimit-Reset", out IEnumerable<string>? values)
            && long.TryParse(values.FirstOrDefault(), NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
            && seconds < 253_402_300_800)
        {
            wait = DateTimeOffset.FromUnixTimeSeconds(seconds) - now;
        }

        return wait > TimeSpan.Zero ? wait : null;
    }
}
