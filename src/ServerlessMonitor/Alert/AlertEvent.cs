using ServerlessMonitor.Contracts;
using ServerlessMonitor.Evaluate;

namespace ServerlessMonitor.Alert;

/// <summary>Something that happened at an instant rather than in a window, and that is an alert until it is resolved.</summary>
/// <param name="Identity">Which alert; its windows are empty.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="Summary">One sentence for people.</param>
/// <param name="Measure">What was looked at, as a label: for example <c>quarantine</c>.</param>
/// <param name="At">When it happened. A later instant overrides an earlier one, whatever the order in which they are told.</param>
public sealed record AlertEvent(AlertIdentity Identity, Severity Severity, string Summary, string Measure, DateTimeOffset At)
{
    /// <summary>The alert's name for a batch that could not be read.</summary>
    public const string BatchQuarantinedName = "BatchQuarantined";

    /// <summary>Stands for the model of a blob whose path names none. No model can have this name (<see cref="ModelVersion.NameRule"/>).</summary>
    public static ModelVersion Unassigned { get; } = new("_unassigned", "_unassigned");

    /// <summary>The version of an alert that is about all versions of a model.</summary>
    public const string AllVersions = ModelVersion.AllVersions;

    /// <summary>Carried from the monitor: who answers for the model.</summary>
    public string? Owner { get; init; }

    /// <summary>Carried from the monitor: what to do.</summary>
    public Uri? Runbook { get; init; }

    /// <summary>
    /// A batch that could not be read. Critical where it belongs to a model, whose rows are then missing from every figure; a warning for a stray file.
    /// </summary>
    /// <param name="model">The model version, or null when the path names none.</param>
    /// <param name="batchId">The blob's name for keys.</param>
    /// <param name="path">The blob's container and path, for people.</param>
    /// <param name="problem">What is wrong, where, and what was expected.</param>
    /// <param name="at">When it was found out.</param>
    public static AlertEvent BatchQuarantined(ModelVersion? model, string batchId, string path, string problem, DateTimeOffset at) =>
        new(QuarantineIdentity(model, batchId), model is null ? Severity.Warning : Severity.Critical, $"{path} was quarantined: {problem}", "quarantine", at);

    /// <summary>The alert of <see cref="BatchQuarantined"/>: to resolve it when the same path was read, or deleted.</summary>
    public static AlertIdentity QuarantineIdentity(ModelVersion? model, string batchId) =>
        new(model ?? Unassigned, BatchQuarantinedName, $"ingest/quarantine/{batchId}", string.Empty);

    internal WindowOutcome ToOutcome(VerdictOutcome outcome) => new(
        new TimeWindow(At, At),
        new RuleVerdict(Identity.RuleId, EvaluationFamily.Quality, outcome, Severity, Summary) { AlertName = Identity.AlertName, Measure = Measure },
        ReportRevision: 0);
}
