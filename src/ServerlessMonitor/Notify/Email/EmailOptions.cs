namespace ServerlessMonitor.Notify.Email;

/// <summary>Email through SendGrid in <c>receivers.yaml</c>.</summary>
/// <param name="To">Who gets it: 1 to 1000 addresses.</param>
/// <param name="From">A sender that SendGrid has verified.</param>
/// <param name="ApiKey">The setting with the API key; it needs the permission "Mail Send" only.</param>
/// <param name="Host">SendGrid's address, or a setting that holds it; null: <c>https://api.sendgrid.com</c>. The EU's is <c>https://api.eu.sendgrid.com</c>.</param>
public sealed record EmailOptions(IReadOnlyList<string> To, string From, SettingText ApiKey, SettingText? Host) : ChannelOptions(EmailChannelKind.KindKey);
