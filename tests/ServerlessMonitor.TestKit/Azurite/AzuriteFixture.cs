using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.TestKit.Azurite;

/// <summary>A real Azurite, in memory, for one class or collection of tests. Take names from <see cref="UniqueName"/>: all its tests share it.</summary>
/// <remarks>It installs Azurite itself when that is missing: without Node.js the tests fail, they are not skipped.</remarks>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private AzuriteProcess? _azurite;

    /// <summary>The connection string for blobs, queues and tables.</summary>
    public string ConnectionString => Azurite.ConnectionString;

    /// <summary>The process id of this Azurite.</summary>
    public int ProcessId => Azurite.ProcessId;

    private AzuriteProcess Azurite => _azurite ?? throw new InvalidOperationException("Azurite is not running: use this as a class or collection fixture.");

    /// <inheritdoc />
    public async Task InitializeAsync()
    {
        var folder = NpmFolder.Find();
        await folder.RestoreAsync(CancellationToken.None);
        _azurite = await AzuriteProcess.StartAsync(folder, location: null, CancellationToken.None);
    }

    /// <inheritdoc />
    public async Task DisposeAsync()
    {
        if (_azurite is not null)
        {
            await _azurite.DisposeAsync();
        }
    }
}
