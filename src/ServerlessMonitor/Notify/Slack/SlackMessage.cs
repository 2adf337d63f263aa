using System.Text;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Notify.Slack;

/// <summary>
/// Puts a message into Block Kit within Slack's limits: 50 blocks, 150 characters in a header, 3000 in a section, and some 13,200 in all, which Slack does
/// not document but enforces.
/// </summary>
internal static class SlackMessage
{
    internal const int MaxBlocks = 50;
    internal const int MaxHeader = 150;
    internal const int MaxSection = 3000;
    internal const int MaxTotal = 12_000;

    public static SlackPayload Of(AlertMessage message)
    {
        var blocks = new List<SlackBlock>
        {
            new("header") { Text = SlackText.Plain(NoticeText.Cut(NoticeText.Line($"{Icon(message)} {message.Title}"), MaxHeader)) },
            Context($"{NoticeText.Reason(message.Reason)} · {Escape(NoticeText.Cut(message.Group.Key, 300))}"),
        };
        int total = blocks.Sum(Length);
        int shown = 0;
        foreach (AlertNotice notice in message.Alerts)
        {
            SlackBlock[] alert = [Section(notice), Context(Footer(notice))];
            // Room is kept for the line that says how many more there are.
            if (total + alert.Sum(Length) > MaxTotal || blocks.Count + alert.Length + 1 > MaxBlocks)
            {
                break;
            }

            blocks.AddRange(alert);
            total += alert.Sum(Length);
            shown++;
        }

        int more = message.Alerts.Count - shown + message.TruncatedAlerts;
        if (more > 0)
        {
            blocks.Add(Context($"… and {more} more {(more == 1 ? "alert" : "alerts")}."));
        }

        return new SlackPayload(Escape(NoticeText.Cut(NoticeText.Line($"{message.Title}: {message.Alerts[0].Summary}"), 1000)), blocks);
    }

    /// <summary>The three characters that mean something to Slack; without them no text can become a link or a mention.</summary>
    internal static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static SlackBlock Section(AlertNotice notice)
    {
        string state = notice.IsFiring ? AlertLabels.Of(notice.Severity) : "resolved";
        var text = new StringBuilder($"*{Bare(notice.Name, 150)}* · {state}\n{Escape(NoticeText.Cut(notice.Summary, 400))}");
        string figures = NoticeText.Figures(notice);
        if (figures.Length > 0)
        {
            text.Append('\n').Append(Escape(NoticeText.Cut(figures, 200)));
        }

        foreach (NoticeContribution part in notice.Contributions.Take(3))
        {
            string line = $"\n• {Escape(NoticeText.Contribution(part))}";
            if (text.Length + line.Length <= MaxSection)
            {
                text.Append(line);
            }
        }

        return new SlackBlock("section") { Text = SlackText.Markdown($"{text}") };
    }

    private static string Footer(AlertNotice notice)
    {
        List<string> parts = [NoticeText.Subject(notice.Model)];
        if (notice.Window is { } window)
        {
            parts.Add(NoticeText.Window(window));
        }

        if (notice.Owner is { } owner)
        {
            parts.Add(Bare(owner, 100));
        }

        AddLink(parts, notice.Runbook, "Runbook");
        AddLink(parts, notice.VerdictUrl, "Verdict");
        return string.Join(" · ", parts);
    }

    private static void AddLink(List<string> parts, Uri? uri, string label)
    {
        if (uri is { IsAbsoluteUri: true } && uri.AbsoluteUri.Length <= 1000)
        {
            parts.Add($"<{Escape(uri.AbsoluteUri).Replace("|", "%7C", StringComparison.Ordinal)}|{label}>");
        }
    }

    private static string Bare(string text, int limit) => Escape(NoticeText.Cut(NoticeText.Line(text), limit)).Replace('*', '∗');

    private static SlackBlock Context(string text) => new("context") { Elements = [SlackText.Markdown(text)] };

    private static int Length(SlackBlock block) => (block.Text?.Content.Length ?? 0) + (block.Elements?.Sum(element => element.Content.Length) ?? 0);

    private static string Icon(AlertMessage message) => message switch
    {
        { IsFiring: false } => "✅",
        { Severity: Severity.Critical } => "🔴",
        { Severity: Severity.Warning } => "🟠",
        _ => "🔵",
    };
}
