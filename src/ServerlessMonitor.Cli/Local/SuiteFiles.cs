using ServerlessMonitor.Azure;
using ServerlessMonitor.Cli.Suite;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Cli.Local;

/// <summary>Puts configuration files where the suite reads them.</summary>
internal static class SuiteFiles
{
    private const string MediaType = "application/yaml";

    /// <summary>Whether the file is one of the two that say who is told what, by its name.</summary>
    public static bool IsAlerting(string file) => Path.GetFileName(file) is AlertingConfig.FileName or ReceiversConfig.FileName;

    /// <summary>Uploads an alerting file, or else a model's monitor file.</summary>
    /// <param name="connectionString">The storage account.</param>
    /// <param name="file">The file.</param>
    /// <param name="model">The monitor file's model; null: its name says it.</param>
    /// <param name="cancellationToken">Ends the upload.</param>
    /// <returns>Where it is: <c>container/path</c>.</returns>
    /// <exception cref="CliException">The connection string is wrong, or the account refuses or does not answer.</exception>
    public static async Task<string> UploadAsync(string connectionString, string file, string? model, CancellationToken cancellationToken)
    {
        var name = Path.GetFileName(file);
        var address = IsAlerting(file)
            ? new BlobAddress(StorageNames.Alerting, name)
            : new BlobAddress(StorageNames.Monitors, model is null ? name : $"{model}.yaml");
        await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        await AccountUpload.WriteAsync(connectionString, address, content, MediaType, cancellationToken);
        return address.ToString();
    }
}
