using System.Globalization;
using NCrontab;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>When a timer fires, in UTC: a cron expression of six or five fields, or a constant interval.</summary>
internal sealed class TimerSchedule
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly string _text;
    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;

    private TimerSchedule(string text, CrontabSchedule? cron, TimeSpan interval)
    {
        _text = text;
        _cron = cron;
        _interval = interval;
    }

    /// <summary>Reads a schedule.</summary>
    /// <exception cref="FormatException">It is neither a cron expression nor a positive time span, or it never fires.</exception>
    public static TimerSchedule Parse(string text)
    {
        var trimmed = text.Trim();
        if (TimeSpan.TryParse(trimmed, CultureInfo.InvariantCulture, out var interval))
        {
            return interval > TimeSpan.Zero
                ? new TimerSchedule(trimmed, null, interval)
                : throw new FormatException($"the schedule '{text}' must be longer than zero.");
        }

        var fields = trimmed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var cron = CrontabSchedule.TryParse(trimmed, new CrontabSchedule.ParseOptions { IncludingSeconds = fields == 6 })
            ?? throw new FormatException(
                $"the schedule '{text}' is neither a cron expression of six fields (second minute hour day month weekday) nor a time span as hh:mm:ss.");
        var schedule = new TimerSchedule(trimmed, cron, default);

        // The longest gap a calendar has is the one between two 29ths of February around 1900.
        var start = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        return cron.GetNextOccurrence(start, start.AddYears(12)) < start.AddYears(12)
            ? schedule
            : throw new FormatException($"the schedule '{text}' never fires.");
    }

    /// <summary>The first occurrence after a moment, which does not count itself.</summary>
    public DateTime GetNext(DateTime after) => _cron is null
        ? after + _interval
        : DateTime.SpecifyKind(_cron.GetNextOccurrence(after), DateTimeKind.Utc);

    /// <summary>Whether it fires more often than once a minute somewhere in its next occurrences; such a schedule is not monitored.</summary>
    public bool IsFrequent(DateTime after)
    {
        var previous = GetNext(after);
        for (var i = 0; i < 5; i++)
        {
            var next = GetNext(previous);
            if (next - previous < Minute)
            {
                return true;
            }

            previous = next;
        }

        return false;
    }

    /// <inheritdoc/>
    public override string ToString() => _text;
}
