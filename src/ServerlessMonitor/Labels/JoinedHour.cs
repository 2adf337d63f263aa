using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Labels;

/// <summary>The outcome of one hour of a batch, with its labels.</summary>
public sealed class JoinedHour
{
    private readonly ColumnProfile? _label;
    private readonly IReadOnlyDictionary<SegmentKey, ColumnProfile> _segmentLabels;

    internal JoinedHour(
        DateTimeOffset hour,
        OutcomeProfile outcome,
        IReadOnlyDictionary<SegmentKey, OutcomeProfile> segments,
        ColumnProfile? label,
        IReadOnlyDictionary<SegmentKey, ColumnProfile> segmentLabels)
    {
        Hour = hour;
        Outcome = outcome;
        Segments = segments;
        _label = label;
        _segmentLabels = segmentLabels;
    }

    /// <summary>The start of the hour, as in <see cref="BatchProfile.Hours"/>.</summary>
    public DateTimeOffset Hour { get; }

    /// <summary>The outcome of its rows.</summary>
    public OutcomeProfile Outcome { get; }

    /// <summary>The outcomes of its segments; empty for rankings.</summary>
    public IReadOnlyDictionary<SegmentKey, OutcomeProfile> Segments { get; }

    /// <summary>
    /// Puts the outcome into the profile of the hour in the place of the present one, and into those of its segments. The profile of the label column is replaced too where the batch has such a column
    /// of the usual kind (categorical for classes, numeric else); else it is left.
    /// </summary>
    /// <param name="profile">The profile of the hour, from the same version of the batch; changed.</param>
    /// <exception cref="ArgumentException">The profile is not of the same rows.</exception>
    public void ApplyTo(DatasetProfile profile)
    {
        if (profile.Outcome is not { } present || present.Predicted != Outcome.Predicted || present.Task != Outcome.Task)
        {
            throw new ArgumentException(
                $"The outcome of {Hour:u} has {Outcome.Predicted} predictions, the profile {profile.Outcome?.Predicted ?? 0}: they are not of the same version of the batch.", nameof(profile));
        }

        profile.Outcome = Outcome;
        Replace(profile, _label);
        foreach ((SegmentKey key, OutcomeProfile outcome) in Segments)
        {
            if (profile.Segments.TryGetValue(key, out DatasetProfile? segment))
            {
                outcome.Regression?.LeaveOutLabels();
                segment.Outcome = outcome;
                Replace(segment, _segmentLabels.GetValueOrDefault(key));
            }
        }
    }

    private static void Replace(DatasetProfile profile, ColumnProfile? label)
    {
        if (label is not null && profile.Columns.ContainsKey(label.Name))
        {
            profile.ReplaceColumn(label);
        }
    }
}
