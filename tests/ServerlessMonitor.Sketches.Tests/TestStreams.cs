namespace ServerlessMonitor.Sketches.Tests;

/// <summary>Deterministic streams of values in orders that sketches find hard.</summary>
internal static class TestStreams
{
    public static double[] Uniform(int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = random.NextDouble();
        }

        return values;
    }

    public static double[] Normal(int count, int seed)
    {
        var random = new Random(seed);
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        }

        return values;
    }

    public static double[] Named(string name, int count) => name switch
    {
        "shuffled" => Uniform(count, 11),
        "sorted" => Array.ConvertAll(Indexes(count), static i => (double)i),
        "reversed" => Array.ConvertAll(Indexes(count), i => (double)(count - i)),
        "constant" => Array.ConvertAll(Indexes(count), static _ => 42.5),
        "alternating" => Array.ConvertAll(Indexes(count), i => (i % 2 == 0) ? i : (double)(count - i)),
        "periodic" => Array.ConvertAll(Indexes(count), static i => i % 16 * 1000.0 + (i % 7)),
        "clusters" => Array.ConvertAll(Uniform(count, 12), static u => u < 0.5 ? -1e300 * (1 + u) : 1e-300 * u),
        "denormals" => Array.ConvertAll(Uniform(count, 13), static u => Math.Floor(u * 1e6) * double.Epsilon),
        "fewValues" => Array.ConvertAll(Uniform(count, 14), static u => Math.Floor(u * 24)),
        "zigzagBlocks" => Array.ConvertAll(Indexes(count), static i => (double)((i / 2048 % 2 == 0) ? i : -i)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Unknown stream."),
    };

    private static int[] Indexes(int count) => [.. Enumerable.Range(0, count)];
}
