namespace ServerlessMonitor.Contracts;

/// <summary>The columns of a model's batches and what the model predicts. Fixed for a model version, so that its profiles merge.</summary>
/// <param name="Task">What the model predicts.</param>
/// <param name="Columns">In the order of the first batch seen.</param>
public sealed record DatasetSchema(ModelTask Task, IReadOnlyList<ColumnSchema> Columns)
{
    /// <summary>Binary: the value of prediction and label that is the event. Null where there is none.</summary>
    public string? Positive { get; init; }

    /// <summary>Whether both have the same task, positive class and columns in the same order.</summary>
    public bool IsSameAs(DatasetSchema other) =>
        Task == other.Task && string.Equals(Positive, other.Positive, StringComparison.Ordinal) && Columns.SequenceEqual(other.Columns);

    /// <summary>The column of that name, or null. Names are compared exactly.</summary>
    public ColumnSchema? Find(string name) => Columns.FirstOrDefault(column => string.Equals(column.Name, name, StringComparison.Ordinal));

    /// <summary>The first column in that role, or null.</summary>
    public ColumnSchema? Find(ColumnRole role) => Columns.FirstOrDefault(column => column.Role == role);
}
