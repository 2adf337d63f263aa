using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs the function on a schedule.</summary>
/// <param name="schedule">A cron expression of six fields (second first; five mean second 0), or a time span such as
/// <c>00:30:00</c>; <c>%NAME%</c> is replaced by the setting NAME.</param>
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>The schedule, before <c>%NAME%</c> is replaced.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether occurrences are recorded in storage, so that one missed while no host was up is made up for. Default true; always off
    /// for schedules that fire more often than once a minute.</summary>
    public bool UseMonitor { get; set; } = true;

    /// <summary>Whether the function also runs when a host starts. Default false.</summary>
    public bool RunOnStartup { get; set; }
}
