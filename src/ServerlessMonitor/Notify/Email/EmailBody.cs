using System.Globalization;
using System.Net;
using System.Text;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify.Email;

/// <summary>A message as an email: a subject, plain text, and a table in HTML that needs neither styles sheets nor pictures.</summary>
internal static class EmailBody
{
    private const int MaxSubject = 200;
    private const string Cell = "padding:8px 12px;border-bottom:1px solid #e5e7eb;vertical-align:top;text-align:left";

    public static string Subject(AlertMessage message) => NoticeText.Cut(NoticeText.Line(message.Title), MaxSubject);

    public static string Text(AlertMessage message)
    {
        var text = new StringBuilder();
        text.AppendLine(message.Title);
        text.AppendLine(CultureInfo.InvariantCulture, $"{NoticeText.Reason(message.Reason)}: {message.FiringCount} firing, {message.ResolvedCount} resolved. Group {message.Group.Key}");
        foreach (AlertNotice notice in message.Alerts)
        {
            text.AppendLine();
            text.AppendLine(CultureInfo.InvariantCulture, $"[{State(notice)}] {notice.Name} - {NoticeText.Subject(notice.Model)}");
            text.AppendLine(notice.Summary);
            Line("Figures", NoticeText.Figures(notice));
            Line("Window", notice.Window is { } window ? NoticeText.Window(window) : string.Empty);
            Line("Since", notice.StartsAt is { } startsAt ? NoticeText.Instant(startsAt) : string.Empty);
            Line("Until", notice.EndsAt is { } endsAt ? NoticeText.Instant(endsAt) : string.Empty);
            Line("Baseline", notice.BaselineName ?? string.Empty);
            Line("Shift", string.Join("; ", notice.Contributions.Select(NoticeText.Contribution)));
            Line("Owner", notice.Owner ?? string.Empty);
            Line("Runbook", notice.Runbook?.AbsoluteUri ?? string.Empty);
            Line("Verdict", notice.VerdictUrl?.AbsoluteUri ?? string.Empty);
        }

        if (message.TruncatedAlerts > 0)
        {
            text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"... and {message.TruncatedAlerts} more.");
        }

        return $"{text}";

        void Line(string label, string value)
        {
            if (value.Length > 0)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"  {label}: {value}");
            }
        }
    }

    public static string Html(AlertMessage message)
    {
        string colour = message.IsFiring ? Colour(message.Severity) : "#15803d";
        var html = new StringBuilder();
        html.Append("<!DOCTYPE html><html><body style=\"margin:0;padding:16px;background:#f3f4f6;font-family:Segoe UI,Helvetica,Arial,sans-serif;color:#111827\">");
        html.Append("<table role=\"presentation\" width=\"100%\" style=\"max-width:760px;margin:0 auto;background:#ffffff;border-collapse:collapse\">");
        html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"3\" style=\"padding:16px;background:{colour};color:#ffffff;font-size:18px;font-weight:600\">{Encode(message.Title)}</td></tr>");
        html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"3\" style=\"{Cell};color:#6b7280;font-size:13px\">{NoticeText.Reason(message.Reason)}: {message.FiringCount} firing, {message.ResolvedCount} resolved. {Encode(message.Group.Key)}</td></tr>");
        html.Append("<tr style=\"font-size:12px;color:#6b7280\">");
        foreach (string heading in new[] { "Alert", "What was found", "Where to look" })
        {
            html.Append(CultureInfo.InvariantCulture, $"<th style=\"{Cell}\">{heading}</th>");
        }

        html.Append("</tr>");
        foreach (AlertNotice notice in message.Alerts)
        {
            AppendRow(html, notice);
        }

        if (message.TruncatedAlerts > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<tr><td colspan=\"3\" style=\"{Cell}\">… and {message.TruncatedAlerts} more.</td></tr>");
        }

        return html.Append("</table></body></html>").ToString();
    }

    private static void AppendRow(StringBuilder html, AlertNotice notice)
    {
        string colour = notice.IsFiring ? Colour(notice.Severity) : "#15803d";
        html.Append(CultureInfo.InvariantCulture, $"<tr style=\"font-size:14px\"><td style=\"{Cell};border-left:4px solid {colour}\"><b>{Encode(notice.Name)}</b><br>{Encode(NoticeText.Subject(notice.Model))}<br><span style=\"color:{colour};font-weight:600\">{State(notice)}</span></td>");
        html.Append(CultureInfo.InvariantCulture, $"<td style=\"{Cell}\">{Encode(notice.Summary)}");
        Small(NoticeText.Figures(notice));
        foreach (NoticeContribution part in notice.Contributions)
        {
            Small(NoticeText.Contribution(part));
        }

        html.Append(CultureInfo.InvariantCulture, $"</td><td style=\"{Cell};white-space:nowrap\">");
        Small(notice.Window is { } window ? NoticeText.Window(window) : string.Empty);
        Small(notice.Owner ?? string.Empty);
        Link(notice.Runbook, "Runbook");
        Link(notice.VerdictUrl, "Verdict");
        html.Append("</td></tr>");

        void Small(string text)
        {
            if (text.Length > 0)
            {
                html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-size:12px;color:#4b5563\">{Encode(text)}</div>");
            }
        }

        void Link(Uri? uri, string label)
        {
            // Only these schemes: a link of another kind could run something.
            if (uri is { IsAbsoluteUri: true } && SettingText.IsHttp(uri.AbsoluteUri, out _))
            {
                html.Append(CultureInfo.InvariantCulture, $"<div style=\"font-size:12px\"><a href=\"{Encode(uri.AbsoluteUri)}\">{label}</a></div>");
            }
        }
    }

    private static string State(AlertNotice notice) => notice.IsFiring ? AlertLabels.Of(notice.Severity).ToUpperInvariant() : "RESOLVED";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Colour(Severity severity) => severity switch
    {
        Severity.Critical => "#b91c1c",
        Severity.Warning => "#b45309",
        _ => "#1d4ed8",
    };
}
