namespace SendGrid;

/// <summary>The types of content that an email has.</summary>
public static class MimeType
{
    /// <summary>HTML.</summary>
    public static readonly string Html = "text/html";

    /// <summary>Plain text.</summary>
    public static readonly string Text = "text/plain";
}
