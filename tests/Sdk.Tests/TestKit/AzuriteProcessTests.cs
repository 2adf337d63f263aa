using System.Diagnostics;
using System.Net.Sockets;
using ServerlessMonitor.Cli.Local;
using ServerlessMonitor.TestKit;
using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.TestKit;

[Collection(AzuriteCollection.Name)]
public sealed class AzuriteProcessTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task ConnectionString_AfterStart_NamesThreeEndpointsThatAnswer()
    {
        var endpoints = azurite.ConnectionString.Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Where(part => part.Contains("Endpoint=", StringComparison.Ordinal))
            .Select(part => new Uri(part.Split('=', 2)[1]))
            .ToList();

        Assert.Equal(3, endpoints.Select(endpoint => endpoint.Port).Distinct().Count());
        Assert.All(endpoints, endpoint => Assert.Equal("/devstoreaccount1", endpoint.AbsolutePath));
        foreach (var endpoint in endpoints)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(endpoint.Host, endpoint.Port);
            Assert.True(client.Connected);
        }
    }

    [Fact]
    public void NpmFolder_AfterStart_IsRestored()
    {
        Assert.True(NpmFolder.Find().IsRestored());
        Assert.Null(NpmFolder.Above(Path.GetTempPath()));
    }

    [Fact]
    public async Task Wrapper_StandardInputEnds_EndsAzurite()
    {
        var folder = NpmFolder.Find();
        using var process = Process.Start(new ProcessStartInfo
        {
            FileName = "node",
            ArgumentList = { Path.Combine(folder.Path, "azurite.mjs"), "--inMemoryPersistence", "--disableTelemetry", "--silent", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0" },
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        string? line;
        do
        {
            line = await process.StandardOutput.ReadLineAsync();
            Assert.NotNull(line);
        }
        while (!line.Contains("Table service is successfully listening", StringComparison.Ordinal));

        process.StandardInput.Close();

        await Eventually.True(() => process.HasExited, because: "closing standard input is what a dying parent does");
    }

    [Fact]
    public async Task DisposeAsync_Persistent_EndsTheProcessAndKeepsTheData()
    {
        var directory = Directory.CreateTempSubdirectory("azurite");
        try
        {
            var process = await AzuriteProcess.StartAsync(NpmFolder.Find(), directory.FullName, CancellationToken.None);
            var id = process.ProcessId;
            await process.DisposeAsync();

            Assert.Throws<ArgumentException>(() => Process.GetProcessById(id));
            Assert.NotEmpty(directory.GetFiles("__azurite_db_table__.json"));
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
