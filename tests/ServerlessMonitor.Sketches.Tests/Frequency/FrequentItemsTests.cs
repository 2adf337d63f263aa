using System.Text;

namespace ServerlessMonitor.Sketches.Tests;

public sealed class FrequentItemsTests
{
    [Fact]
    public void Reduce_ToFewerItems_KeepsTheFrequentOnesWithinTheError()
    {
        var items = new FrequentItems();
        for (int i = 0; i < 1_000; i++)
        {
            items.Add(System.Text.Encoding.UTF8.GetBytes($"item {i}"), 1_000 - i);
        }

        items.Reduce(1_000);
        Assert.True(items.IsExact);
        items.Reduce(100);

        Assert.Equal(100, items.ItemCount);
        Assert.Equal(500_500, items.Count);
        Assert.InRange(items.MaxError, 1, 500_500 / 101);
        Assert.Equal((1_000 - items.MaxError, 0L), (items.CountOf("item 0"u8), items.CountOf("item 100"u8)));
    }

    [Fact]
    public void Counts_UpTo4096Distinct_AreExactInOrdinalOrder()
    {
        var sketch = new FrequentItems();
        var expected = new SortedDictionary<string, long>(StringComparer.Ordinal);
        var random = new Random(1);
        for (int i = 0; i < 60_000; i++)
        {
            string item = "item-" + (random.Next(4096) * random.Next(2));
            sketch.Add(Encoding.UTF8.GetBytes(item));
            expected[item] = expected.GetValueOrDefault(item) + 1;
        }

        Assert.True(sketch.IsExact);
        Assert.Equal(60_000, sketch.Count);
        Assert.Equal(expected.Select(static p => (p.Key, p.Value)), sketch.Items().Select(static i => (i.Text, i.Count)));
        Assert.Equal(expected["item-0"], sketch.CountOf("item-0"u8));
        Assert.Equal(0, sketch.CountOf("other"u8));
    }

    [Fact]
    public void Items_Emoji_AreOrderedByCodePoint()
    {
        var sketch = new FrequentItems();
        foreach (string item in new[] { "😀", "\uFFFD", "a", "", "é" })
        {
            sketch.Add(Encoding.UTF8.GetBytes(item), 2);
        }

        Assert.Equal(["", "a", "é", "\uFFFD", "😀"], sketch.Items().Select(static i => i.Text));
    }

    [Theory]
    [InlineData(10_000, 1)]
    [InlineData(200_000, 1)]
    [InlineData(50_000, 8)]
    public void Counts_TooManyDistinct_AreWithinTheStatedError(int rows, int parts)
    {
        var truth = new Dictionary<string, long>(StringComparer.Ordinal);
        var random = new Random(rows);
        var merged = new FrequentItems();
        for (int part = 0; part < parts; part++)
        {
            var sketch = new FrequentItems();
            for (int i = 0; i < rows; i++)
            {
                // Zipf-like: rank r with probability about 1/r.
                string item = "v" + (int)Math.Exp(random.NextDouble() * Math.Log(1_000_000));
                sketch.Add(Encoding.UTF8.GetBytes(item));
                truth[item] = truth.GetValueOrDefault(item) + 1;
            }

            merged.Merge(SketchCodec.Copy(sketch));
        }

        Assert.Equal(truth.Count <= FrequentItems.ExactLimit, merged.IsExact);
        Assert.InRange(merged.MaxError, 0, merged.Count / 2049);
        Assert.Equal((long)rows * parts, merged.Count);
        foreach ((string item, long count) in truth)
        {
            Assert.InRange(merged.CountOf(Encoding.UTF8.GetBytes(item)), count - merged.MaxError, count);
        }
    }

    [Fact]
    public void Merge_ExactParts_IsTheSameInAnyOrder()
    {
        FrequentItems a = Of(0, 1500);
        FrequentItems b = Of(1000, 1500);
        FrequentItems c = Of(3000, 1000);
        FrequentItems left = SketchCodec.Copy(a);
        left.Merge(b);
        left.Merge(c);
        FrequentItems right = SketchCodec.Copy(c);
        right.Merge(b);
        FrequentItems outer = SketchCodec.Copy(a);
        outer.Merge(right);

        Assert.True(left.IsExact);
        Assert.Equal(SketchCodec.ToBytes(left), SketchCodec.ToBytes(outer));
        Assert.Equal(2, left.CountOf("k1200"u8));
    }

    [Fact]
    public void Merge_Overflowing_IsTheSameInBothOrders()
    {
        FrequentItems ab = Of(0, 4000);
        ab.Merge(Of(2000, 4000));
        FrequentItems ba = Of(2000, 4000);
        ba.Merge(Of(0, 4000));

        Assert.False(ab.IsExact);
        Assert.Equal(SketchCodec.ToBytes(ab), SketchCodec.ToBytes(ba));
    }

    [Fact]
    public void Add_LongItems_AreShortenedBetweenCharactersAndStayApart()
    {
        string prefix = new('x', 235);
        byte[] first = Encoding.UTF8.GetBytes(prefix + "ééé" + new string('y', 300) + "1");
        byte[] second = Encoding.UTF8.GetBytes(prefix + "ééé" + new string('y', 300) + "2");
        var sketch = new FrequentItems();
        sketch.Add(first);
        sketch.Add(first);
        sketch.Add(second);

        Assert.Equal(2, sketch.ItemCount);
        Assert.Equal(2, sketch.CountOf(first));
        Assert.Equal(1, sketch.CountOf(second));
        Assert.All(sketch.Items(), item =>
        {
            Assert.StartsWith(prefix + "…#", item.Text, StringComparison.Ordinal);
            Assert.InRange(item.Utf8.Length, 250, FrequentItems.MaxItemLength);
        });
    }

    [Fact]
    public void Add_KnownItem_AllocatesNothing()
    {
        FrequentItems sketch = Of(0, 100);
        byte[] item = "k42"u8.ToArray();
        sketch.Add(item);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            sketch.Add(item);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(1002, sketch.CountOf(item));
    }

    [Fact]
    public void Add_NegativeCount_IsRefused()
    {
        var sketch = new FrequentItems();

        Assert.Throws<ArgumentOutOfRangeException>(() => sketch.Add("a"u8, -1));
        sketch.Add("a"u8, 0);
        Assert.Equal(0, sketch.ItemCount);
    }

    private static FrequentItems Of(int start, int count)
    {
        var sketch = new FrequentItems();
        for (int i = 0; i < count; i++)
        {
            sketch.Add(Encoding.UTF8.GetBytes("k" + (start + i)));
        }

        return sketch;
    }
}
