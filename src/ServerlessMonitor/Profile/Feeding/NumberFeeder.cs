using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Numbers and instants: the finite values of each cell, side by side.</summary>
internal sealed class NumberFeeder : ColumnFeeder
{
    private readonly double[] _scratch = new double[RowBlock.Capacity];

    public NumberFeeder(ColumnSchema schema, int index)
        : base(schema, index)
    {
    }

    protected override void FeedSlice(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile, bool isFull)
    {
        ReadOnlySpan<double> numbers = column.Numbers;
        if (isFull && !block.IsScattered)
        {
            profile.AddValues(numbers);
            return;
        }

        ReadOnlySpan<CellState> states = column.States;
        int count = 0;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            int row = block.RowAt(place);
            _scratch[count] = numbers[row];
            count += states[row] == CellState.Present ? 1 : 0;
        }

        profile.AddValues(_scratch.AsSpan(0, count));
    }
}
