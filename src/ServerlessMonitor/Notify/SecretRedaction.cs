namespace ServerlessMonitor.Notify;

/// <summary>Hands out secrets and remembers them, so that none can be in what is kept of a try. The last line behind channels that already take care.</summary>
internal sealed class SecretRedaction(ISecretSource secrets) : ISecretSource
{
    private const string Redacted = "<redacted>";

    // Shorter ones would make holes into ordinary words.
    private const int ShortestSecret = 6;

    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public string? Get(string name)
    {
        string? value = secrets.Get(name);
        if (value is { Length: >= ShortestSecret })
        {
            _known.Add(value);
            if (SettingText.IsHttp(value, out Uri? uri))
            {
                // Errors may quote an address in another spelling, or its path alone.
                _known.UnionWith(new[] { uri.AbsoluteUri, uri.PathAndQuery, uri.AbsolutePath }.Where(part => part.Length >= ShortestSecret));
            }
        }

        return value;
    }

    public string Redact(string text) =>
        _known.OrderByDescending(secret => secret.Length).Aggregate(text, (left, secret) => left.Replace(secret, Redacted, StringComparison.Ordinal));
}
