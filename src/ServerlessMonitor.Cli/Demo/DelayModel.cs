namespace ServerlessMonitor.Cli.Demo;

/// <summary>The model of the demo: whether a flight arrives more than 15 minutes late.</summary>
/// <remarks>
/// Probabilities are whole thousandths, so that a histogram of them, and every metric made from one, is exact.
/// </remarks>
internal sealed class DelayModel
{
    public const int Thousand = 1000;

    private readonly DelayEncoder _encoder;
    private readonly LogisticRegression _regression;

    public DelayModel(DelayEncoder encoder, LogisticRegression regression, int threshold)
    {
        _encoder = encoder;
        _regression = regression;
        Threshold = threshold;
    }

    /// <summary>A flight is predicted late from this probability on, in thousandths.</summary>
    public int Threshold { get; }

    /// <returns>The probability of a late arrival in thousandths, 1 to 999.</returns>
    public int Score(in FlightFeatures flight)
    {
        Span<ushort> ones = stackalloc ushort[DelayEncoder.Active];
        _encoder.Encode(flight, ones);
        return InThousandths(_regression.Predict(ones));
    }

    public static int InThousandths(double probability) => Math.Clamp((int)Math.Round(probability * Thousand), 1, Thousand - 1);
}
