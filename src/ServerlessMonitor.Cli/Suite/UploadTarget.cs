using ServerlessMonitor.Ingest;
using ServerlessMonitor.Runs;

namespace ServerlessMonitor.Cli.Suite;

/// <summary>What a file is, and of which model.</summary>
/// <param name="Container">The container it belongs into, as <see cref="BlobContainers"/> names it.</param>
/// <param name="Model">The model's name.</param>
/// <param name="Version">The model's version; null for labels, which are for all.</param>
internal sealed record UploadTarget(string Container, string Model, string? Version)
{
    /// <summary>Where it is posted to.</summary>
    public string Path => Container switch
    {
        BlobContainers.Labels => $"api/models/{Uri.EscapeDataString(Model)}/labels",
        BlobContainers.Baselines => $"api/models/{Uri.EscapeDataString(Model)}/{Uri.EscapeDataString(Version!)}/baseline",
        _ => $"api/models/{Uri.EscapeDataString(Model)}/{Uri.EscapeDataString(Version!)}/predictions",
    };

    /// <summary>The blob of a file.</summary>
    public BlobAddress BlobOf(string name) => new(Container, Version is null ? $"{Model}/{name}" : $"{Model}/{Version}/{name}");
}
