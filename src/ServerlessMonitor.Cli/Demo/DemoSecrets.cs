using System.Security.Cryptography;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>Secrets of one run of the demo.</summary>
/// <param name="SendGridApiKey">What emails are authorised with.</param>
/// <param name="WebhookSecret">What webhooks are signed with.</param>
internal sealed record DemoSecrets(string SendGridApiKey, string WebhookSecret)
{
    private const int Characters = 32;

    /// <summary>New ones.</summary>
    public static DemoSecrets Create() => new($"SG.{RandomNumberGenerator.GetHexString(Characters)}", RandomNumberGenerator.GetHexString(Characters));
}
