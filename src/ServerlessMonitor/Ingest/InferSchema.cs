using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Ingest;

/// <summary>Finds the schema of a file from its first rows and what the monitor says; keeps what is known of the version already.</summary>
public static class InferSchema
{
    private static readonly (string Negative, string Positive)[] BinaryClasses = [("0", "1"), ("-1", "1"), ("false", "true"), ("no", "yes"), ("n", "y")];

    /// <summary>Infers a schema.</summary>
    /// <param name="sample">The first rows, as text.</param>
    /// <param name="monitor">What the team says about the model.</param>
    /// <param name="known">The schema of the version, kept as it is; null before its first batch.</param>
    public static InferredSchema FromSample(BatchSample sample, MonitorDefinition monitor, DatasetSchema? known) =>
        known is null ? Infer(sample, monitor) : Extend(sample, monitor, known);

    /// <summary>The class that is the event.</summary>
    /// <param name="classes">Normalised classes that were seen.</param>
    /// <returns><c>1</c>, <c>true</c>, <c>yes</c> or <c>y</c>, also when only its opposite was seen; null when none of them fits.</returns>
    internal static string? PositiveOf(IReadOnlySet<string> classes)
    {
        foreach ((string _, string positive) in BinaryClasses)
        {
            string? seen = classes.FirstOrDefault(name => string.Equals(name, positive, StringComparison.OrdinalIgnoreCase));
            if (seen is not null)
            {
                return seen;
            }
        }

        if (classes.Count != 1)
        {
            return null;
        }

        string only = classes.First();
        return BinaryClasses
            .Where(pair => string.Equals(pair.Negative, only, StringComparison.OrdinalIgnoreCase))
            .Select(pair => LikeCase(only, pair.Positive))
            .FirstOrDefault();
    }

    /// <summary>The negative class that goes with a positive one by convention; null when there is none.</summary>
    internal static string? OppositeOf(string positive) => BinaryClasses
        .Where(pair => string.Equals(pair.Positive, positive, StringComparison.OrdinalIgnoreCase))
        .Select(pair => LikeCase(positive, pair.Negative))
        .FirstOrDefault();

    private static string LikeCase(string model, string word)
    {
        if (model.All(c => !char.IsLetter(c) || char.IsUpper(c)))
        {
            return word.ToUpperInvariant();
        }

        return char.IsUpper(model[0]) ? char.ToUpperInvariant(word[0]) + word[1..] : word;
    }

    private static InferredSchema Infer(BatchSample sample, MonitorDefinition monitor)
    {
        var notes = new List<string>();
        var roles = new ColumnRoles(sample.Names, monitor.Columns, new HashSet<ColumnRole>());
        ModelTask task = monitor.Task ?? InferTask(sample, roles);
        ColumnSchema[] columns = [.. sample.Rows.Columns.Select(column => SchemaOf(column, sample.Format, roles, monitor, task))];
        foreach (string? name in new[] { monitor.Columns.Id, monitor.Columns.Timestamp, monitor.Columns.Prediction }.Concat(monitor.Columns.Scores.Values))
        {
            if (name is not null && !sample.Names.Contains(name, StringComparer.Ordinal))
            {
                notes.Add($"The monitor names the column '{name}', which the file does not have.");
            }
        }

        notes.AddRange(sample.Rows.Columns.Zip(columns).Select(pair => NumbersInText.NoteOf(pair.First, pair.Second, monitor.Columns.Sensitive)).OfType<string>());
        string? positive = task == ModelTask.Binary ? FindPositive(sample, monitor, columns, notes) : null;
        return new InferredSchema(new DatasetSchema(task, columns) { Positive = positive }, columns) { Notes = notes };
    }

    private static InferredSchema Extend(BatchSample sample, MonitorDefinition monitor, DatasetSchema known)
    {
        var taken = known.Columns.Select(column => column.Role).ToHashSet();
        string[] added = [.. sample.Names.Where(name => known.Find(name) is null)];
        var roles = new ColumnRoles(added, monitor.Columns, taken);
        ColumnSchema[] file = [.. sample.Rows.Columns.Select(column => known.Find(column.Schema.Name) ?? SchemaOf(column, sample.Format, roles, monitor, known.Task))];
        ColumnSchema[] later = sample.HasOpenNames ? [.. known.Columns.Where(column => MayComeLater(column) && !sample.Names.Contains(column.Name, StringComparer.Ordinal))] : [];
        ColumnSchema[] fresh = [.. file.Where(column => known.Find(column.Name) is null)];
        return new InferredSchema(known with { Columns = [.. known.Columns, .. fresh] }, [.. file, .. later])
        {
            NewColumns = added,
            AbsentColumns = [.. known.Columns.Select(column => column.Name).Where(name => !sample.Names.Contains(name, StringComparer.Ordinal))],
        };
    }

    // Without these the whole file is understood in another way (a score stands in for a prediction, the path's date for a time): the sample decides.
    private static bool MayComeLater(ColumnSchema column) => column.Role is not (ColumnRole.Prediction or ColumnRole.Score or ColumnRole.Timestamp or ColumnRole.Query);

    private static ColumnSchema SchemaOf(ColumnBlock column, CellFormat format, ColumnRoles roles, MonitorDefinition monitor, ModelTask task)
    {
        string name = column.Schema.Name;
        ColumnRole role = roles.RoleOf(name);
        bool classifies = task is ModelTask.Binary or ModelTask.Multiclass;
        ColumnKind kind = role switch
        {
            ColumnRole.Id or ColumnRole.Query or ColumnRole.Ignored => ColumnKind.Text,
            ColumnRole.Timestamp => ColumnKind.Timestamp,
            ColumnRole.Score => ColumnKind.Numeric,
            ColumnRole.Prediction or ColumnRole.Label => classifies ? ColumnKind.Categorical : ColumnKind.Numeric,
            _ => (monitor.Features.TryGetValue(name, out FeatureDefinition? feature) ? feature.Kind : null) ?? KindOf(name, monitor.Service, new ColumnSample(column, format)),
        };
        return new ColumnSchema(name, kind, role) { ScoreClass = roles.ScoreClassOf(name) };
    }

    // Of latencies numbers are kept, whatever the first rows hold; of errors values are.
    private static ColumnKind KindOf(string name, ServiceDefinition? service, ColumnSample sample) =>
        string.Equals(name, service?.Latency, StringComparison.Ordinal) ? ColumnKind.Numeric
        : string.Equals(name, service?.Error, StringComparison.Ordinal) && sample.Kind is ColumnKind.Text or ColumnKind.Timestamp ? ColumnKind.Categorical
        : sample.Kind;

    /// <summary>
    /// Ranking with a query column; regression when prediction or label are amounts (and nothing has a score); else binary with at
    /// most two classes, multiclass with more.
    /// </summary>
    private static ModelTask InferTask(BatchSample sample, ColumnRoles roles)
    {
        IEnumerable<ColumnBlock> InRole(ColumnRole role) => sample.Rows.Columns.Where(column => roles.RoleOf(column.Schema.Name) == role);

        if (InRole(ColumnRole.Query).Any())
        {
            return ModelTask.Ranking;
        }

        int scores = InRole(ColumnRole.Score).Count();
        ColumnSample[] answers = [.. InRole(ColumnRole.Prediction).Concat(InRole(ColumnRole.Label)).Select(column => new ColumnSample(column, sample.Format))];
        if (scores == 0 && (answers.Length == 0 || answers.Any(answer => answer.IsContinuous)))
        {
            return ModelTask.Regression;
        }

        int classes = answers.SelectMany(answer => answer.Classes).Distinct(StringComparer.Ordinal).Count();
        return scores > 2 || classes > 2 ? ModelTask.Multiclass : ModelTask.Binary;
    }

    private static string? FindPositive(BatchSample sample, MonitorDefinition monitor, ColumnSchema[] columns, List<string> notes)
    {
        if (monitor.Columns.Positive is { } said)
        {
            return ClassLabel.Normalize(said);
        }

        var classes = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < columns.Length; i++)
        {
            if (columns[i].Role is ColumnRole.Prediction or ColumnRole.Label)
            {
                classes.UnionWith(new ColumnSample(sample.Rows.Columns[i], sample.Format).Classes);
            }
        }

        if (classes.Count == 0)
        {
            // Scores alone, and labels that come later: 1 is the event by convention.
            return "1";
        }

        string? positive = PositiveOf(classes);
        if (positive is null)
        {
            bool isSensitive = columns.Any(column =>
                column.Role is ColumnRole.Prediction or ColumnRole.Label && monitor.Columns.Sensitive.Contains(column.Name, StringComparer.Ordinal));
            string seen = isSensitive ? "classes" : string.Join(", ", classes.Order(StringComparer.Ordinal).Select(name => $"'{name}'"));
            notes.Add($"No positive class: prediction and label have {seen}, none of which is 1, true or yes. Name it as columns.positive in the monitor file.");
        }

        return positive;
    }
}
