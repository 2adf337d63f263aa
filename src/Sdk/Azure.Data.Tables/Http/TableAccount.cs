using System.Net;

namespace Azure.Data.Tables.Http;

/// <summary>Where a table service is and how to be let in: the parsed form of a connection string.</summary>
internal sealed record TableAccount(Uri Endpoint, TableSharedKeyCredential? SharedKey, AzureSasCredential? Sas)
{
    private const string EmulatorAccount = "devstoreaccount1";

    // Not a secret: every storage emulator has it, and it is printed in its documentation.
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>Reads a connection string.</summary>
    /// <exception cref="InvalidOperationException">It is not one, or has no account or credential; the message never holds a key.</exception>
    public static TableAccount Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var settings = Settings(connectionString);
        if (settings.TryGetValue("UseDevelopmentStorage", out var development) && string.Equals(development, "true", StringComparison.OrdinalIgnoreCase))
        {
            var proxy = settings.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1").TrimEnd('/');
            return new TableAccount(new Uri($"{proxy}:10002/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey), Sas: null);
        }

        var account = settings.GetValueOrDefault("AccountName");
        var endpoint = FindEndpoint(settings, account);
        if (settings.TryGetValue("SharedAccessSignature", out var signature))
        {
            return new TableAccount(endpoint, SharedKey: null, new AzureSasCredential(signature));
        }

        if (account is null || !settings.TryGetValue("AccountKey", out var key))
        {
            throw new InvalidOperationException("The connection string has neither AccountName and AccountKey nor SharedAccessSignature.");
        }

        try
        {
            return new TableAccount(endpoint, new TableSharedKeyCredential(account, key), Sas: null);
        }
        catch (FormatException e)
        {
            throw new InvalidOperationException("The AccountKey of the connection string is not Base64.", e);
        }
    }

    /// <summary>The account that an address belongs to: its first segment on an emulator, else the first label of its host.</summary>
    public static string NameOf(Uri endpoint)
    {
        var pathStyle = IPAddress.TryParse(endpoint.Host, out _) || !endpoint.Host.Contains('.', StringComparison.Ordinal);
        return pathStyle ? endpoint.AbsolutePath.Trim('/').Split('/')[0] : endpoint.Host.Split('.')[0];
    }

    private static Dictionary<string, string> Settings(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw new InvalidOperationException("The connection string is not a list of Name=Value, separated by semicolons.");
            }

            settings[part[..equals].Trim()] = part[(equals + 1)..].Trim();
        }

        return settings;
    }

    private static Uri FindEndpoint(Dictionary<string, string> settings, string? account)
    {
        if (settings.TryGetValue("TableEndpoint", out var explicitEndpoint))
        {
            return Uri.TryCreate(explicitEndpoint, UriKind.Absolute, out var uri)
                ? uri
                : throw new InvalidOperationException("The TableEndpoint of the connection string is not an absolute address.");
        }

        if (account is null)
        {
            throw new InvalidOperationException("The connection string has neither TableEndpoint nor AccountName.");
        }

        var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol", "https");
        var suffix = settings.GetValueOrDefault("EndpointSuffix", "core.windows.net");
        return new Uri($"{protocol}://{account}.table.{suffix}");
    }
}
