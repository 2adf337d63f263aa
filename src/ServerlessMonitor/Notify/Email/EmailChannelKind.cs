using System.Net.Mail;
using SendGrid;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Notify.Email;

/// <summary><c>email: {to: […], from: …, apiKey: ${Name}, host: https://… or ${Name}}</c>.</summary>
internal sealed class EmailChannelKind(IHttpClientFactory clients, TimeProvider time) : IChannelKind
{
    public const string KindKey = "email";
    public const string ClientName = "ServerlessMonitor.Email";
    private const int MaxRecipients = 1000;

    public string Key => KindKey;

    public ChannelOptions? Parse(ConfigMap map)
    {
        map.Allow("to", "from", "apiKey", "host");
        IReadOnlyList<string>? to = map.Texts("to", singleAllowed: true);
        string? from = map.RequiredText("from");
        SettingText? apiKey = map.Setting("apiKey", required: true, secret: true);
        SettingText? host = map.Setting("host", required: false, secret: false);
        if (to is null or { Count: 0 or > MaxRecipients })
        {
            map.Note("to", $"expected 1 to {MaxRecipients} addresses.");
        }

        foreach (string address in (to ?? []).Where(address => !IsAddress(address)))
        {
            map.Note("to", $"'{address}' is not an email address.");
        }

        if (from is not null && !IsAddress(from))
        {
            map.Note("from", $"'{from}' is not an email address.");
        }

        if (host is { IsReference: false } && !SettingText.IsHttp($"{host}", out _))
        {
            map.Note("host", "expected an absolute http or https address, or the name of a setting as ${Name}.");
        }

        return to is null || from is null || apiKey is null
            ? null
            : new EmailOptions([.. to.Distinct(StringComparer.OrdinalIgnoreCase)], from, apiKey, host);
    }

    public IChannel Create(ChannelOptions options, ISecretSource secrets)
    {
        var email = (EmailOptions)options;
        string key = email.ApiKey.Resolve(secrets);
        // Checked here, because an error about the header could quote the key.
        if (key.Any(letter => letter is <= ' ' or > '~'))
        {
            throw new MissingSettingException($"{email.ApiKey}", "a key without blanks and without characters that a header cannot hold");
        }

        var settings = new SendGridClientOptions { ApiKey = key };
        if (email.Host is { } host)
        {
            settings.Host = host.ResolveUri(secrets).AbsoluteUri.TrimEnd('/');
        }

        HttpClient http = clients.CreateClient(ClientName);
        return new EmailChannel(new SendGridClient(http, settings), http.Timeout, email, key, time);
    }

    private static bool IsAddress(string text) => MailAddress.TryCreate(text, out MailAddress? address) && string.Equals(address.Address, text, StringComparison.Ordinal);
}
