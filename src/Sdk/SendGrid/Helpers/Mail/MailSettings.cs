using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>How SendGrid handles an email.</summary>
public class MailSettings
{
    /// <summary>Whether it is checked only.</summary>
    [JsonPropertyName("sandbox_mode")]
    public SandboxMode? SandboxMode { get; set; }
}
