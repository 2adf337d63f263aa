namespace ServerlessMonitor.Cli.Local;

/// <summary>The whole suite on this machine: storage, and the functions app on it. Both end with this object.</summary>
internal sealed class LocalSuite : IAsyncDisposable
{
    private const string StorageSetting = "AzureWebJobsStorage";

    private readonly AzuriteProcess? _azurite;

    private LocalSuite(AzuriteProcess? azurite, string connectionString, FunctionsHostProcess host)
    {
        _azurite = azurite;
        ConnectionString = connectionString;
        Host = host;
    }

    /// <summary>The functions app.</summary>
    public FunctionsHostProcess Host { get; }

    /// <summary>The storage account. Printed only where it is an Azurite of our own: else it may hold the key of a real one.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether the storage is an Azurite of our own.</summary>
    public bool OwnsStorage => _azurite is not null;

    /// <summary>Starts storage and app.</summary>
    /// <param name="npm">Where npm puts Azurite; restored here.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="context">The settings of the process.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="CliException">Something did not start; the message says what.</exception>
    public static async Task<LocalSuite> StartAsync(NpmFolder npm, LocalSuiteOptions options, CommandContext context, CancellationToken cancellationToken)
    {
        var app = FunctionsOutput.Find();
        var settings = LocalSettings.Read(RootOf(npm));
        var account = options.AlwaysOwnStorage ? null : context.Settings[StorageSetting];
        AzuriteProcess? azurite = null;
        try
        {
            if (string.IsNullOrEmpty(account))
            {
                await npm.RestoreAsync(cancellationToken);
                azurite = await AzuriteProcess.StartAsync(npm, options.StorageFolder, cancellationToken);
                account = azurite.ConnectionString;
            }

            settings[StorageSetting] = account;
            foreach (var (name, value) in options.Settings)
            {
                settings[name] = value;
            }

            var host = await FunctionsHostProcess.StartAsync(app, options.Port, settings, Path.Combine(StateFolder(npm), options.LogName), cancellationToken);
            return new LocalSuite(azurite, account, host);
        }
        catch (Exception e)
        {
            if (azurite is not null)
            {
                await azurite.DisposeAsync();
            }

            // The starters' messages are written for users already.
            if (e is InvalidOperationException)
            {
                throw new CliException(e.Message, e);
            }

            throw;
        }
    }

    /// <summary>Where the local suite keeps its data and logs; left out of version control.</summary>
    public static string StateFolder(NpmFolder npm) => Path.Combine(RootOf(npm), ".local");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }

    private static string RootOf(NpmFolder npm) => Path.GetFullPath(Path.Combine(npm.Path, "..", ".."));
}
