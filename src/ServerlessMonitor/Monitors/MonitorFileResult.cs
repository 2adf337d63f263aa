using System.Diagnostics.CodeAnalysis;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Monitors;

/// <summary>What a monitor file says, or why it cannot be used.</summary>
/// <param name="Definition">The definition; null as soon as there is one problem, because half of a file is not what its author meant.</param>
/// <param name="Problems">What must be put right, in the order of the file.</param>
/// <param name="Warnings">What is understood but has no effect yet, in the order of the file.</param>
public sealed record MonitorFileResult(MonitorDefinition? Definition, IReadOnlyList<MonitorProblem> Problems, IReadOnlyList<MonitorProblem> Warnings)
{
    /// <summary>Whether there is a definition.</summary>
    [MemberNotNullWhen(true, nameof(Definition))]
    public bool IsValid => Definition is not null;
}
