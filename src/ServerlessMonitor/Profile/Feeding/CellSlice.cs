namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Rows of one block that belong to one cell.</summary>
/// <param name="Cell">The cell's number.</param>
/// <param name="Start">The place of the first of them in the block's order.</param>
/// <param name="Count">How many.</param>
internal readonly record struct CellSlice(int Cell, int Start, int Count);
