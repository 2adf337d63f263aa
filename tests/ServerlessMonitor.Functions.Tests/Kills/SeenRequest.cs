using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>A request of a host as the proxy saw it.</summary>
/// <param name="Method">The verb.</param>
/// <param name="Target">Path and query, decoded.</param>
/// <param name="Text">All that names what it is about: target, body with queue messages decoded, and the message that a deletion deletes.</param>
internal sealed partial record SeenRequest(string Method, string Target, string Text)
{
    public static SeenRequest Of(string method, string rawTarget, byte[] body, Func<string, string?> messageText)
    {
        string target = Uri.UnescapeDataString(rawTarget);
        string text = Decoded(Encoding.UTF8.GetString(body));
        string? message = Message().Match(target) is { Success: true } match ? messageText(match.Groups["value"].Value) : null;
        return new SeenRequest(method, target, $"{target}\n{text}\n{message}");
    }

    /// <summary>The texts of queue messages in XML, each with its id and receipt.</summary>
    public static IEnumerable<(string Id, string Receipt, string Text)> Messages(byte[] xml)
    {
        string text = Encoding.UTF8.GetString(xml);
        foreach (Match message in WholeMessage().Matches(text))
        {
            string inner = message.Value;
            yield return (Id().Match(inner).Groups["value"].Value, Receipt().Match(inner).Groups["value"].Value, Decoded(inner));
        }
    }

    private static string Decoded(string text) => MessageText().Replace(text, match =>
    {
        byte[] buffer = new byte[match.Length];
        return Convert.TryFromBase64String(match.Groups["value"].Value, buffer, out int length) ? Encoding.UTF8.GetString(buffer, 0, length) : match.Value;
    });

    [GeneratedRegex("<MessageText>(?<value>.*?)</MessageText>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MessageText();

    [GeneratedRegex("<QueueMessage>.*?</QueueMessage>", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeMessage();

    [GeneratedRegex("<MessageId>(?<value>.*?)</MessageId>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Id();

    [GeneratedRegex("<PopReceipt>(?<value>.*?)</PopReceipt>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Receipt();

    [GeneratedRegex("/messages/(?<value>[0-9a-fA-F-]{36})", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Message();
}
