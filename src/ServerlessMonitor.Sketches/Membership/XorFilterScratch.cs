namespace ServerlessMonitor.Sketches;

/// <summary>Memory in which filters are made, one after the other: about 21 bytes for each hash of the largest. Not for two threads.</summary>
public sealed class XorFilterScratch
{
    internal ulong[] Masks { get; private set; } = [];

    internal int[] Counts { get; private set; } = [];

    internal int[] Order { get; private set; } = [];

    internal Stack<int> Alone { get; } = new();

    internal void Reserve(int places, int hashes)
    {
        if (Masks.Length < places)
        {
            Masks = new ulong[places];
            Counts = new int[places];
        }

        if (Order.Length < hashes)
        {
            Order = new int[hashes];
        }
    }
}
