namespace ServerlessMonitor.Contracts;

/// <summary>How windows follow each other: each is <paramref name="Length"/> long and starts one <paramref name="Step"/> after the one before.</summary>
/// <param name="Length">How long each window is.</param>
/// <param name="Step">How far apart windows start; at most the length, and of the same unit.</param>
public readonly record struct WindowSpec(WindowLength Length, WindowLength Step)
{
    /// <summary>Windows that follow each other without overlap.</summary>
    public static WindowSpec Tumbling(WindowLength length) => new(length, length);

    /// <summary>Windows that follow each other without overlap.</summary>
    /// <exception cref="FormatException">The text is not a length.</exception>
    public static WindowSpec Tumbling(string length) => Tumbling(WindowLength.Parse(length));

    /// <summary>Parses what <see cref="Key"/> gives: <c>7d</c>, or <c>7d.1d</c>.</summary>
    public static bool TryParse(string? text, out WindowSpec spec)
    {
        spec = default;
        string[] parts = text?.Split('.') ?? [];
        if (parts.Length is not (1 or 2) || !WindowLength.TryParse(parts[0], out WindowLength length) || !WindowLength.TryParse(parts[^1], out WindowLength step))
        {
            return false;
        }

        spec = new WindowSpec(length, step);
        return true;
    }

    /// <summary>A name for keys: <c>7d</c>, or <c>7d.1d</c> where windows overlap.</summary>
    public string Key => Length == Step ? Length.ToString() : $"{Length}.{Step}";

    /// <inheritdoc/>
    public override string ToString() => Length == Step ? Length.ToString() : $"{Length} every {Step}";
}
