using System.Text.Json;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary><c>infra/storage.json</c>, the list that the templates load.</summary>
internal sealed record StorageLayout(
    IReadOnlyList<StorageLayout.WatchedContainer> Watched,
    IReadOnlyList<StorageLayout.WorkQueue> Work,
    IReadOnlyList<string> Containers,
    IReadOnlyList<string> Tables,
    string Package,
    string DeadLetters)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Which setting holds the name of which queue.</summary>
    public IReadOnlyDictionary<string, string> QueueOfSetting { get; } =
        Watched.Select(entry => new WorkQueue(entry.Queue, entry.Setting)).Concat(Work).ToDictionary(entry => entry.Setting, entry => entry.Queue, StringComparer.Ordinal);

    public static StorageLayout Read(string path) => JsonSerializer.Deserialize<StorageLayout>(File.ReadAllText(path), Json)!;

    internal sealed record WatchedContainer(string Container, string Queue, string Setting);

    internal sealed record WorkQueue(string Queue, string Setting);
}
