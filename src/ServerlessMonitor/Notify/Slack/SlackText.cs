using System.Text.Json.Serialization;

namespace ServerlessMonitor.Notify.Slack;

/// <summary>A text of Block Kit.</summary>
/// <param name="Type"><c>plain_text</c> or <c>mrkdwn</c>.</param>
/// <param name="Content">The text.</param>
internal sealed record SlackText(string Type, [property: JsonPropertyName("text")] string Content)
{
    public static SlackText Plain(string text) => new("plain_text", text);

    public static SlackText Markdown(string text) => new("mrkdwn", text);
}
