namespace ServerlessMonitor.Contracts;

/// <summary>Which column plays which role. Null: found by name (<c>prediction_id timestamp prediction score label</c>).</summary>
public sealed record MonitorColumns
{
    /// <summary>The column that names the prediction.</summary>
    public string? Id { get; init; }

    /// <summary>The column with the event time.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The column with the model's answer.</summary>
    public string? Prediction { get; init; }

    /// <summary>Columns with probabilities: class to column; the empty class stands for the positive one of a binary model.</summary>
    public IReadOnlyDictionary<string, string> Scores { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The column with the truth.</summary>
    public string? Label { get; init; }

    /// <summary>Binary: the value that is the event.</summary>
    public string? Positive { get; init; }

    /// <summary>The column that groups a ranking.</summary>
    public string? Query { get; init; }

    /// <summary>Columns left out of every check.</summary>
    public IReadOnlyList<string> Ignore { get; init; } = [];

    /// <summary>Columns whose values must not be shown in messages.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];
}
