namespace ServerlessMonitor.Notify;

/// <summary>The alerting files as they are stored.</summary>
/// <param name="Alerting">Routes and receivers in Alertmanager's language; null where there is no file.</param>
/// <param name="Receivers">Channels by receiver; null where there is no file.</param>
public sealed record AlertingTexts(string? Alerting, string? Receivers);
