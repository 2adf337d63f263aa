using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>Lets SendGrid check an email without sending it.</summary>
public class SandboxMode
{
    /// <summary>Whether it is on.</summary>
    [JsonPropertyName("enable")]
    public bool? Enable { get; set; }
}
