using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Notify.Webhook;

/// <summary>
/// Signs webhook messages: <c>v1=</c> and the lower-case hexadecimal HMAC-SHA256, keyed with the secret in UTF-8, over the timestamp (seconds since 1970 as
/// decimal digits), a full stop, and the body's bytes. A receiver recomputes it, compares in constant time, and refuses timestamps older than a few minutes.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The header with the timestamp.</summary>
    public const string TimestampHeader = "X-ServerlessMonitor-Timestamp";

    /// <summary>The header with the signature.</summary>
    public const string SignatureHeader = "X-ServerlessMonitor-Signature";

    /// <summary>The timestamp's text.</summary>
    public static string Timestamp(DateTimeOffset now) => now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    /// <summary>The signature's text.</summary>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        byte[] prefix = Encoding.UTF8.GetBytes($"{timestamp}.");
        byte[] signed = [.. prefix, .. body];
        return $"v1={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), signed))}";
    }
}
