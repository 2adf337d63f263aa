namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Feeds some part of the profiles from blocks, which come one after the other. Never called by two threads at once.</summary>
internal interface IBlockFeeder
{
    /// <summary>Joins cells: the new number of every cell so far.</summary>
    void Fold(int[] cells);

    /// <summary>Adds the rows of a block.</summary>
    void Feed(ScatteredBlock block);
}
