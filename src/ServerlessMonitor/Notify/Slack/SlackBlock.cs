namespace ServerlessMonitor.Notify.Slack;

/// <summary>A block of Block Kit.</summary>
/// <param name="Type"><c>header</c>, <c>section</c>, <c>context</c> or <c>divider</c>.</param>
internal sealed record SlackBlock(string Type)
{
    /// <summary>Of a header (plain_text, 150 characters) or a section (mrkdwn, 3000).</summary>
    public SlackText? Text { get; init; }

    /// <summary>Of a context: at most 10.</summary>
    public IReadOnlyList<SlackText>? Elements { get; init; }
}
