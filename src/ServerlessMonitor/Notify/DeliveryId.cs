using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Notify;

/// <summary>
/// Names what a message tells: the same for every try that tells the same, so that a receiver that took a message whose answer was lost can drop the next
/// one; another as soon as there is something else to tell.
/// </summary>
internal static class DeliveryId
{
    /// <summary>The first 32 hexadecimal digits of SHA-256 over the group, when it was told last, why it is told now, and of which episodes.</summary>
    public static string Of(NotificationRecord before, GroupView view)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{NotificationId.Of(before.Group)}\0{before.SentAt?.UtcTicks}\0{view.Reason}");
        foreach ((string fingerprint, DateTimeOffset firedAt) in view.Told.OrderBy(told => told.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\0{fingerprint}@{firedAt.UtcTicks}");
        }

        foreach (string fingerprint in view.Resolved.Select(alert => alert.Identity.Fingerprint).Order(StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"\0-{fingerprint}");
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text}")))[..32];
    }
}
