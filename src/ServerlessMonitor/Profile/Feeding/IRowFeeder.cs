namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Feeds what concerns whole rows.</summary>
internal interface IRowFeeder : IBlockFeeder
{
    /// <summary>What a cell keeps of its rows.</summary>
    RowTotals TotalsOf(int cell);
}
