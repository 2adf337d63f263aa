namespace SendGrid;

/// <summary>Where SendGrid is and how to be let in.</summary>
public class SendGridClientOptions
{
    /// <summary>The API key; it needs the permission "Mail Send" only.</summary>
    public string? ApiKey { get; set; }

    /// <summary>The address of the service; <c>https://api.eu.sendgrid.com</c> for accounts in the EU region.</summary>
    public string Host { get; set; } = "https://api.sendgrid.com";

    /// <summary>The version of the interface.</summary>
    public string Version { get; set; } = "v3";

    /// <summary>Headers to add to every request.</summary>
    public Dictionary<string, string> RequestHeaders { get; set; } = new(StringComparer.OrdinalIgnoreCase);
}
