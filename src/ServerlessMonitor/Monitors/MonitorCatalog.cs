namespace ServerlessMonitor.Monitors;

/// <summary>The monitor of each model: its file, or the defaults where it has none.</summary>
/// <param name="files">Where the files are.</param>
public sealed class MonitorCatalog(IMonitorFiles files)
{
    /// <summary>
    /// The monitor of a model. A file that cannot be used gives its problems and no definition: what the author meant is not guessed
    /// from an earlier version.
    /// </summary>
    public async Task<MonitorFileResult> GetAsync(string model, CancellationToken cancellationToken)
    {
        var file = await files.ReadAsync(model, cancellationToken);
        return file is null
            ? new MonitorFileResult(MonitorFile.Default(model), [], [])
            : MonitorFile.Parse(file.Value, $"monitors/{model}.yaml", model);
    }
}
