using System.ComponentModel.DataAnnotations;

namespace ServerlessMonitor.Azure;

/// <summary>Which names the suite uses in the storage account. Connection settings are read separately: see <see cref="StorageClients"/>.</summary>
public sealed class AzureStorageOptions
{
    /// <summary>Put before every container, queue and table name, so that suites can share an account. Lower-case letters and digits, at most 20. Default empty.</summary>
    [RegularExpression("^([a-z][a-z0-9]{0,19})?$", ErrorMessage = "StoragePrefix must be empty, or up to 20 lower-case letters and digits that start with a letter.")]
    public string StoragePrefix { get; set; } = string.Empty;

    /// <summary>The queue with blob events of <c>predictions</c>.</summary>
    [Required]
    public string PredictionsQueue { get; set; } = "predictions-events";

    /// <summary>The queue with blob events of <c>labels</c>.</summary>
    [Required]
    public string LabelsQueue { get; set; } = "labels-events";

    /// <summary>The queue with blob events of <c>baselines</c>.</summary>
    [Required]
    public string BaselinesQueue { get; set; } = "baselines-events";

    /// <summary>The queue with blob events of <c>monitors</c>.</summary>
    [Required]
    public string MonitorsQueue { get; set; } = "monitors-events";

    /// <summary>The queue with batches whose labels changed.</summary>
    [Required]
    public string JoinQueue { get; set; } = "join";

    /// <summary>The queue with windows to evaluate.</summary>
    [Required]
    public string EvaluateQueue { get; set; } = "evaluate";

    /// <summary>The queue with groups of alerts to look at.</summary>
    [Required]
    public string NotifyQueue { get; set; } = "notify";

    /// <summary>Every queue.</summary>
    internal IReadOnlyList<string> Queues => [PredictionsQueue, LabelsQueue, BaselinesQueue, MonitorsQueue, JoinQueue, EvaluateQueue, NotifyQueue];

    /// <summary>The full name of a container.</summary>
    internal string Container(string name) => StoragePrefix.Length == 0 ? name : $"{StoragePrefix}-{name}";

    /// <summary>The full name of a table.</summary>
    internal string Table(string name) => StoragePrefix + name;
}
