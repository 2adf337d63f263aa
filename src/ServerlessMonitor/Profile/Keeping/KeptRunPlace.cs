namespace ServerlessMonitor.Profile.Keeping;

/// <summary>Where a run of kept predictions stands.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="HasIds">Whether they have ids.</param>
/// <param name="Group">Runs of one group hold rows of the same part of the batch: those with ids and those without.</param>
/// <param name="Hashes">The ids' hashes; none without ids.</param>
/// <param name="Cells">All else.</param>
/// <param name="Coarse">The coarse part of the filter of the hashes; of no length without ids.</param>
/// <param name="Fine">The fine part.</param>
internal sealed record KeptRunPlace(int Rows, bool HasIds, int Group, KeptHashes Hashes, KeptSection Cells, KeptSection Coarse, KeptSection Fine);
