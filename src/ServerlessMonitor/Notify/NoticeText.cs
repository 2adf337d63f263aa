using System.Globalization;
using ServerlessMonitor.Alert;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify;

/// <summary>How figures, windows and reasons are written in messages to people: the same in every channel.</summary>
internal static class NoticeText
{
    /// <summary>Four significant digits.</summary>
    public static string Number(double? value) => value is { } number ? number.ToString("G4", CultureInfo.InvariantCulture) : "–";

    public static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);

    /// <summary>A window in UTC, without hours where it goes from midnight to midnight.</summary>
    public static string Window(TimeWindow window)
    {
        string format = window.Start.TimeOfDay == TimeSpan.Zero && window.End.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm";
        return window.Duration == TimeSpan.Zero ? Instant(window.End) : string.Create(
            CultureInfo.InvariantCulture, $"{window.Start.ToString(format, CultureInfo.InvariantCulture)} to {window.End.ToString(format, CultureInfo.InvariantCulture)} UTC");
    }

    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Reason(NotifyReason reason) => reason switch
    {
        NotifyReason.First => "First alerts of this group",
        NotifyReason.NewAlerts => "New alerts",
        NotifyReason.NewResolved => "Some alerts are over",
        NotifyReason.AllResolved => "All alerts are over",
        NotifyReason.RepeatInterval => "Still firing",
        _ => "Nothing new",
    };

    /// <summary>Whom an alert is about: a model version, a model, or the suite itself.</summary>
    public static string Subject(ModelVersion model) =>
        model == AlertEvent.Unassigned ? "ServerlessMonitor" : model.Version == AlertEvent.AllVersions ? model.Model : $"{model}";

    /// <summary>Value, threshold and baseline in one line; empty when nothing was measured.</summary>
    public static string Figures(AlertNotice notice)
    {
        if (notice.Value is null && notice.Threshold is null)
        {
            return string.Empty;
        }

        string baseline = notice.Baseline is null ? string.Empty : $", baseline {Number(notice.Baseline)}";
        return $"{notice.Measure} {Number(notice.Value)}, threshold {Number(notice.Threshold)}{baseline}";
    }

    public static string Contribution(NoticeContribution part) => $"{Cut(part.Bin, 60)}: {Percent(part.Baseline)} → {Percent(part.Current)}";

    /// <summary>At most so many characters, with an ellipsis where it was cut; never half of a surrogate pair.</summary>
    public static string Cut(string text, int limit)
    {
        if (text.Length <= limit)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[limit - 2]) ? limit - 2 : limit - 1;
        return $"{text.AsSpan(0, end)}…";
    }

    /// <summary>One line: control characters become blanks.</summary>
    public static string Line(string text) => string.Create(text.Length, text, (span, source) =>
    {
        for (int index = 0; index < span.Length; index++)
        {
            span[index] = char.IsControl(source[index]) ? ' ' : source[index];
        }
    });
}
