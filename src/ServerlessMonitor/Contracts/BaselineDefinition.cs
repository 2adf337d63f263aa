namespace ServerlessMonitor.Contracts;

/// <summary>What a window is compared with: the latest upload (default), the profiles of a trailing span, or another version's upload.</summary>
public sealed record BaselineDefinition
{
    /// <summary>Where the baseline comes from.</summary>
    public BaselineSource Source { get; init; } = BaselineSource.Upload;

    /// <summary>For <see cref="BaselineSource.Trailing"/>: how much event time before the window's start.</summary>
    public TimeSpan Trailing { get; init; } = TimeSpan.FromDays(28);

    /// <summary>For <see cref="BaselineSource.Version"/>: the version's name.</summary>
    public string? Version { get; init; }

    /// <summary>Compares a window with the baseline's same hours or days only; null: with all of it.</summary>
    public BaselineSeason? Season { get; init; }
}
