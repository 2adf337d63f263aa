using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Notify;

/// <summary>A group's short name, for links and command lines: the first 16 hexadecimal digits of SHA-256 over receiver, channel and key.</summary>
public static class NotificationId
{
    /// <summary>The group's name.</summary>
    public static string Of(NotificationGroup group)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{group.Receiver}\0{group.Channel}\0{group.Key}");
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16];
    }
}
