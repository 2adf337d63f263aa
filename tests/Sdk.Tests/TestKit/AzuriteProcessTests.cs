using System.Diagnostics;
using System.Net.Sockets;
using Azure.Data.Tables;
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
    public async Task StartAsync_SameLocationAgain_HasTheData()
    {
        var directory = Directory.CreateTempSubdirectory("azurite");
        try
        {
            var first = await AzuriteProcess.StartAsync(NpmFolder.Find(), directory.FullName, CancellationToken.None);
            var table = new TableClient(first.ConnectionString, "kept");
            await table.CreateIfNotExistsAsync();
            await table.AddEntityAsync(new TableEntity("p", "r") { ["Value"] = 1 });
            await first.DisposeAsync();
            Assert.Throws<ArgumentException>(() => Process.GetProcessById(first.ProcessId));

            await using var second = await AzuriteProcess.StartAsync(NpmFolder.Find(), directory.FullName, CancellationToken.None);
            Assert.Equal(1, (await new TableClient(second.ConnectionString, "kept").GetEntityAsync<TableEntity>("p", "r")).Value["Value"]);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task StartAsync_AzuriteDoesNotStart_SaysWhy()
    {
        var root = Directory.CreateTempSubdirectory("azurite");
        try
        {
            var local = root.CreateSubdirectory("infra").CreateSubdirectory("local");
            await File.WriteAllTextAsync(Path.Combine(local.FullName, "package.json"), "{}");
            await File.WriteAllTextAsync(Path.Combine(local.FullName, "azurite.mjs"), "throw new Error('no luck today');");

            var error = await Assert.ThrowsAsync<InvalidOperationException>(() => AzuriteProcess.StartAsync(NpmFolder.Above(local.FullName)!, null, CancellationToken.None));

            Assert.Contains("ended with exit code 1", error.Message, StringComparison.Ordinal);
            Assert.Contains("no luck today", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task StartAsync_Cancelled_LeavesNoProcess()
    {
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => AzuriteProcess.StartAsync(NpmFolder.Find(), null, source.Token));
    }
}
