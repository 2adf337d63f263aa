namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>One thing that happens; numbers that are too large are taken modulo what there is.</summary>
internal sealed record Act(ActKind Kind, int A, int B)
{
    public override string ToString() => $"{Kind}({A},{B})";
}
