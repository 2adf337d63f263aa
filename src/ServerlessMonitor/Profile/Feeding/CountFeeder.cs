using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest.Readers;

namespace ServerlessMonitor.Profile.Feeding;

/// <summary>Counts and nothing else.</summary>
internal sealed class CountFeeder : ColumnFeeder
{
    public CountFeeder(ColumnSchema schema, int index)
        : base(schema, index)
    {
    }

    protected override void FeedSlice(ScatteredBlock block, ColumnBlock column, CellSlice slice, ColumnProfile profile, bool isFull)
    {
    }
}
