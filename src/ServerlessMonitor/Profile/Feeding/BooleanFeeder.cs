using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;
using ServerlessMonitor.Sketches;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>True and false, counted as the items <c>true</c> and <c>false</c>.</summary>
internal sealed class BooleanFeeder : ColumnFeeder
{
    public BooleanFeeder(ColumnSchema schema, int index)
        : base(schema, index)
    {
    }

    protected override void FeedSlice(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile, bool isFull)
    {
        ReadOnlySpan<double> numbers = column.Numbers;
        ReadOnlySpan<CellState> states = column.States;
        int present = 0;
        int yes = 0;
        for (int place = slice.Start; place < slice.Start + slice.Count; place++)
        {
            int row = block.RowAt(place);
            present += states[row] == CellState.Present ? 1 : 0;
            yes += numbers[row] != 0 ? 1 : 0;
        }

        Add(profile, "false"u8, present - yes);
        Add(profile, "true"u8, yes);
    }

    private static void Add(ColumnProfile profile, ReadOnlySpan<byte> item, int count)
    {
        if (count > 0)
        {
            profile.Items!.Add(item, count);
            profile.Distinct?.AddHash(StableHash64.OfBytes(item));
        }
    }
}
