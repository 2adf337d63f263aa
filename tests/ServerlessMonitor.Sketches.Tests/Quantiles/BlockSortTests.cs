namespace ServerlessMonitor.Sketches.Tests;

public sealed class BlockSortTests
{
    [Fact]
    public void Sort_EveryLength_EqualsTheLibrarysSort()
    {
        var random = new Random(7);
        for (int length = 0; length <= BlockSort.MaxLength; length += length < 300 ? 1 : 97)
        {
            double[] values = TestStreams.Normal(length, length);
            double[] ties = Array.ConvertAll(values, v => Math.Round(v) + 0.0);
            double[] falling = [.. values.OrderDescending()];
            foreach (double[] input in new[] { values, ties, falling })
            {
                double[] expected = [.. input.Order()];
                BlockSort.Sort(input);
                Assert.Equal(expected, input);
            }
        }
    }

    [Fact]
    public void Halve_AnyBits_KeepsEverySecondValueOfEachColumn()
    {
        foreach (int length in new[] { 64, 128, 1024, 2048 })
        {
            double[] block = TestStreams.Normal(length, length);
            double[] halved = [.. block];
            ColumnCompactor.Halve(halved, 0b0110_1100_0011_1010);
            int columns = length / 16;
            for (int column = 0; column < columns; column++)
            {
                double[] sorted = [.. Enumerable.Range(0, 16).Select(row => block[(row * columns) + column]).Order()];
                double[] kept = [.. Enumerable.Range(0, 8).Select(row => halved[(row * columns) + column])];
                int odd = kept[0] == sorted[0] ? 0 : 1;
                Assert.Equal(Enumerable.Range(0, 8).Select(row => sorted[(2 * row) + odd]), kept);
            }
        }
    }
}
