namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>Decides from the record of a timer whether an occurrence was missed.</summary>
internal static class ScheduleMonitor
{
    /// <summary>Compares the record with the schedule.</summary>
    /// <param name="status">The record; <see langword="null"/> when the timer is new.</param>
    /// <param name="schedule">The schedule as it is now.</param>
    /// <param name="now">Now, UTC.</param>
    /// <returns>Whether an occurrence is past due, and the record to write when it changed.</returns>
    public static (bool PastDue, ScheduleStatus Status, bool Changed) Check(ScheduleStatus? status, TimerSchedule schedule, DateTime now)
    {
        if (status is null)
        {
            return (false, new ScheduleStatus { Next = schedule.GetNext(now), LastUpdated = now }, true);
        }

        var next = schedule.GetNext(status.Last == default ? status.LastUpdated : status.Last);
        if (next != status.Next)
        {
            // Another schedule was recorded; what it promised does not bind this one.
            return (false, new ScheduleStatus { Last = default, Next = schedule.GetNext(now), LastUpdated = now }, true);
        }

        return (now > next, status, false);
    }

    /// <summary>The record after an occurrence ran.</summary>
    public static ScheduleStatus After(TimerSchedule schedule, DateTime occurrence, DateTime now) =>
        new() { Last = occurrence, Next = schedule.GetNext(occurrence), LastUpdated = now };
}
