using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>One envelope: who gets the email, and what is different for them. An address in a list twice is sent once.</summary>
public class Personalization
{
    /// <summary>The recipients; at least one.</summary>
    [JsonPropertyName("to")]
    public List<EmailAddress>? Tos { get; set; }

    /// <summary>Those who get a copy.</summary>
    [JsonPropertyName("cc")]
    public List<EmailAddress>? Ccs { get; set; }

    /// <summary>Those who get a copy that the others do not see.</summary>
    [JsonPropertyName("bcc")]
    public List<EmailAddress>? Bccs { get; set; }

    /// <summary>The subject for these recipients; the message's when null.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; set; }

    /// <summary>Headers for these recipients.</summary>
    [JsonPropertyName("headers")]
    public Dictionary<string, string>? Headers { get; set; }

    /// <summary>Values that come back with the events of these emails; with the message's at most 10,000 bytes.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string>? CustomArgs { get; set; }

    /// <summary>When to send, in Unix seconds; at most 72 hours ahead.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }

    internal Personalization WithoutDuplicates() => new()
    {
        Tos = Distinct(Tos),
        Ccs = Distinct(Ccs),
        Bccs = Distinct(Bccs),
        Subject = Subject,
        Headers = Headers,
        CustomArgs = CustomArgs,
        SendAt = SendAt,
    };

    private static List<EmailAddress>? Distinct(List<EmailAddress>? addresses) => addresses is null ? null : [.. addresses.Distinct()];
}
