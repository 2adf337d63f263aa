using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile.Feeding;

namespace ServerlessMonitor.Profile.Keeping;

/// <summary>The segments of one definition in a kept file.</summary>
/// <param name="Granularity">What their profiles span.</param>
/// <param name="Keys">Their names by number.</param>
internal sealed record KeptSegments(CellGranularity Granularity, IReadOnlyList<SegmentKey> Keys);
