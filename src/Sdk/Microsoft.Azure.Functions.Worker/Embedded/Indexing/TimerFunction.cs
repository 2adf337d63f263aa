namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>A function with a timer trigger, its settings resolved.</summary>
internal sealed record TimerFunction(FunctionDescriptor Function, TimerSchedule Schedule, bool UseMonitor, bool RunOnStartup);
