using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>The body of an email in one form.</summary>
public class Content
{
    /// <summary>A body to be filled in.</summary>
    public Content()
    {
    }

    /// <summary>A body.</summary>
    public Content(string type, string value)
    {
        Type = type;
        Value = value;
    }

    /// <summary>Its type: see <see cref="MimeType"/>.</summary>
    [JsonPropertyName("type")]
    public string? Type { get; set; }

    /// <summary>The text.</summary>
    [JsonPropertyName("value")]
    public string? Value { get; set; }
}
