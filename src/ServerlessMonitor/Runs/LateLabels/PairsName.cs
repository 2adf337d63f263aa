using ServerlessMonitor.Contracts;
using ServerlessMonitor.Labels;

namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>What the name of a table of pairs says.</summary>
/// <param name="Name">The name.</param>
/// <param name="First">The batch of the version that is first in ordinal order.</param>
/// <param name="Second">The batch of the other.</param>
/// <param name="Hours">The whole hours that its pairs may be in.</param>
/// <param name="Labels">Which labels count, as <see cref="KeptNames.LabelsOf"/>, or <see cref="KeptNames.NoPairs"/>.</param>
internal sealed record PairsName(string Name, KeptBatch First, KeptBatch Second, TimeWindow Hours, string Labels);
