using System.Text.Json;
using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>An email to one or more envelopes.</summary>
public partial class SendGridMessage
{
    private static readonly JsonSerializerOptions Options = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>The sender, which SendGrid must have verified.</summary>
    [JsonPropertyName("from")]
    public EmailAddress? From { get; set; }

    /// <summary>Where answers go; the sender when null.</summary>
    [JsonPropertyName("reply_to")]
    public EmailAddress? ReplyTo { get; set; }

    /// <summary>The subject, where a personalization has none of its own.</summary>
    [JsonPropertyName("subject")]
    public string? Subject { get; set; }

    /// <summary>The envelopes: 1 to 1000, with at most 1000 addresses together.</summary>
    [JsonPropertyName("personalizations")]
    public List<Personalization>? Personalizations { get; set; }

    /// <summary>The bodies; plain text is always sent first. Replaced by <see cref="PlainTextContent"/> and <see cref="HtmlContent"/> where one is set.</summary>
    [JsonPropertyName("content")]
    public List<Content>? Contents { get; set; }

    /// <summary>The body as plain text.</summary>
    [JsonIgnore]
    public string? PlainTextContent { get; set; }

    /// <summary>The body as HTML.</summary>
    [JsonIgnore]
    public string? HtmlContent { get; set; }

    /// <summary>Headers for all recipients.</summary>
    [JsonPropertyName("headers")]
    public Dictionary<string, string>? Headers { get; set; }

    /// <summary>Categories for SendGrid's statistics: at most 10 of 255 characters.</summary>
    [JsonPropertyName("categories")]
    public List<string>? Categories { get; set; }

    /// <summary>Values that come back with the events of the email.</summary>
    [JsonPropertyName("custom_args")]
    public Dictionary<string, string>? CustomArgs { get; set; }

    /// <summary>When to send, in Unix seconds; at most 72 hours ahead.</summary>
    [JsonPropertyName("send_at")]
    public long? SendAt { get; set; }

    /// <summary>How SendGrid handles the email.</summary>
    [JsonPropertyName("mail_settings")]
    public MailSettings? MailSettings { get; set; }

    /// <summary>The email as the JSON that is sent.</summary>
    public string Serialize() => JsonSerializer.Serialize(
        new SendGridMessage
        {
            From = From,
            ReplyTo = ReplyTo,
            Subject = Subject,
            Personalizations = Personalizations?.ConvertAll(personalization => personalization.WithoutDuplicates()),
            Contents = OrderedContents(),
            Headers = Headers,
            Categories = Categories,
            CustomArgs = CustomArgs,
            SendAt = SendAt,
            MailSettings = MailSettings,
        },
        Options);

    // SendGrid refuses an email whose plain text does not come before its HTML, and both before anything else.
    private List<Content>? OrderedContents()
    {
        var contents = Contents;
        if (PlainTextContent is not null || HtmlContent is not null)
        {
            contents = [];
            AddContent(contents, MimeType.Text, PlainTextContent);
            AddContent(contents, MimeType.Html, HtmlContent);
        }

        return contents is null ? null : [.. contents.OrderBy(content => content.Type == MimeType.Text ? 0 : content.Type == MimeType.Html ? 1 : 2)];
    }

    // An empty body is an error for SendGrid.
    private static void AddContent(List<Content> contents, string type, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            contents.Add(new Content(type, value));
        }
    }
}
