using Azure.Data.Tables;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Azure;
using ServerlessMonitor.Azure.Blobs;
using ServerlessMonitor.Azure.Tables;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Profile;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Benchmarks;

/// <summary>Profiles of the file that <see cref="MakeData"/> writes.</summary>
internal static class SeededProfiles
{
    private static readonly DateTimeOffset Monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Profiles of as many rows each, whatever their hours.</summary>
    public static async Task<List<DatasetProfile>> CreateAsync(int profiles, int rows, int firstSeed, CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        var created = new List<DatasetProfile>();
        var profiler = new BatchProfiler();
        try
        {
            // The schema of the first fixes that of the others, as in the suite.
            DatasetSchema? schema = null;
            for (int profile = 0; profile < profiles; profile++)
            {
                MakeData.Write(path, rows, firstSeed + profile);
                var context = new BatchContext(new MonitorDefinition("benchmark"), EventTimeFallback.LastModified(Monday)) { Schema = schema };
                BatchProfile batch = await profiler.ProfileWholeAsync(File.OpenRead(path), "part.csv", context, cancellationToken);
                schema ??= batch.Schema;
                created.Add(batch.Hours[0].Profile);
            }
        }
        finally
        {
            File.Delete(path);
        }

        return created;
    }

    /// <summary>The rows of one seed, spread over some days, as a baseline that was uploaded.</summary>
    public static async Task<StoredBaseline> BaselineAsync(int rows, int seed, int days, CancellationToken cancellationToken)
    {
        string path = Path.GetTempFileName();
        try
        {
            MakeData.Write(path, rows, seed, days);
            var profiler = new BatchProfiler();
            var context = new BatchContext(new MonitorDefinition("benchmark"), EventTimeFallback.LastModified(Monday));
            BatchProfile whole = await profiler.ProfileWholeAsync(File.OpenRead(path), "part.csv", context, cancellationToken);
            BaselineParts parts = (await BaselinePieces.ReadAsync(_ => Task.FromResult<Stream?>(File.OpenRead(path)), profiler, "part.csv", context, whole, cancellationToken))!;
            DatasetProfile profile = whole.Hours[0].Profile;
            return new StoredBaseline(new ModelVersion("benchmark", "1"), "baselines/benchmark/1/part.csv", "1", Monday, profile.Rows, profile.Schema, ProfileCodec.ToBytes(profile))
            {
                Parts = parts.ToBytes(),
            };
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>What a table row with this body takes, in bytes.</summary>
    public static async Task<int> StoredSizeAsync(byte[] body, CancellationToken cancellationToken)
    {
        // Never connected to: only what no row holds goes into a blob.
        var nowhere = new BlobStore(new StorageClients("UseDevelopmentStorage=true"), Options.Create(new AzureStorageOptions()));
        var entity = new TableEntity("size", "size");
        await new EntityBody(nowhere).PutAsync(entity, body, cancellationToken);
        return EntityBody.EstimateSize(entity);
    }
}
