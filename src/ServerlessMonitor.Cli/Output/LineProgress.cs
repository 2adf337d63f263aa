namespace ServerlessMonitor.Cli.Output;

/// <summary>Hands each step on at once and in order, unlike <see cref="Progress{T}"/>, which posts them.</summary>
/// <param name="write">Hears each step.</param>
internal sealed class LineProgress(Action<string> write) : IProgress<string>
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Report(string value)
    {
        lock (_gate)
        {
            write(value);
        }
    }
}
