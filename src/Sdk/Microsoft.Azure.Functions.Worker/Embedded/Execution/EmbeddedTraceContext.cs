using System.Diagnostics;

namespace Microsoft.Azure.Functions.Worker.Embedded;

internal sealed class EmbeddedTraceContext(Activity? activity) : TraceContext
{
    public override string TraceParent => activity?.Id ?? string.Empty;

    public override string TraceState => activity?.TraceStateString ?? string.Empty;
}
