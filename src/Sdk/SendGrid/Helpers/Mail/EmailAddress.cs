using System.Text.Json.Serialization;

namespace SendGrid.Helpers.Mail;

/// <summary>An address with the name to show for it.</summary>
public class EmailAddress : IEquatable<EmailAddress>
{
    /// <summary>An address to be filled in.</summary>
    public EmailAddress()
    {
    }

    /// <summary>An address.</summary>
    public EmailAddress(string email, string? name = null)
    {
        Email = email;
        Name = name;
    }

    /// <summary>The name to show, or null.</summary>
    [JsonPropertyName("name")]
    public string? Name { get; set; }

    /// <summary>The address.</summary>
    [JsonPropertyName("email")]
    public string? Email { get; set; }

    /// <summary>Whether both are the same address; neither case nor the name matters.</summary>
    public bool Equals(EmailAddress? other) => other is not null && string.Equals(Email, other.Email, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as EmailAddress);

    /// <inheritdoc />
    public override int GetHashCode() => Email is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Email);
}
