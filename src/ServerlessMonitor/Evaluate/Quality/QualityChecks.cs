using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Evaluate.Quality;

/// <summary>The quality checks. A new check is one file and one line here.</summary>
internal sealed class QualityChecks
{
    private readonly IReadOnlyList<IQualityCheck> _checks =
    [
        new MissingColumnCheck(),
        new NewColumnCheck(),
        new MissingCheck(),
        new TypeErrorsCheck(),
        new OutOfRangeCheck(),
        new NotFiniteCheck(),
        new ConstantCheck(),
        new PresentCheck(),
        new UniqueCheck(),
        new TextLengthCheck(),
        new PatternCheck(),
        new NewCategoriesCheck(),
        new DuplicateIdsCheck(),
        new DuplicateRowsCheck(),
        new RejectedRowsCheck(),
        new VolumeCheck(),
    ];

    /// <summary>All findings, each with what it says to alerting.</summary>
    public IEnumerable<(QualityFinding Finding, RuleVerdict Verdict)> Run(QualityInput input)
    {
        foreach (IQualityCheck check in _checks)
        {
            foreach (QualityFinding finding in check.Check(input))
            {
                yield return (WithAnomaly(finding, input), Verdict(check, finding, input.Monitor.Quality.Severity));
            }
        }
    }

    private static QualityFinding WithAnomaly(QualityFinding finding, QualityInput input)
    {
        ColumnKind? kind = finding.Column is null ? null : input.Current.Columns.GetValueOrDefault(finding.Column)?.Kind;
        return finding with { Anomaly = finding.Outcome != VerdictOutcome.Breach ? null : finding.Anomaly ?? TfdvAnomaly.OfCheck(finding.Check, finding.Value, kind) };
    }

    private static RuleVerdict Verdict(IQualityCheck check, QualityFinding finding, Severity severity)
    {
        string id = finding.Column is null ? $"quality/{check.Key}" : $"quality/{check.Key}/{finding.Column}";
        // A column too many breaks nothing.
        Severity weight = check is NewColumnCheck ? Severity.Info : severity;
        return new RuleVerdict(id, EvaluationFamily.Quality, finding.Outcome, weight, finding.Summary)
        {
            AlertName = check.AlertName,
            Column = finding.Column,
            Measure = check.Key,
            Value = finding.Value,
            Threshold = finding.Threshold,
            Baseline = finding.Baseline,
        };
    }
}
