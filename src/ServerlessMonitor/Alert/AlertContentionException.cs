namespace ServerlessMonitor.Alert;

/// <summary>An alert was changed by others each time that it was to be written. Nothing was lost: running the same evaluation again finishes it.</summary>
public sealed class AlertContentionException : Exception
{
    /// <summary>Says which alert and after how many tries.</summary>
    public AlertContentionException(AlertIdentity identity, int attempts)
        : base($"The alert {identity.AlertName} ({identity.RuleId}) of {identity.Model} was changed by others at each of {attempts} tries to write it.")
    {
        Identity = identity;
    }

    /// <summary>Which alert.</summary>
    public AlertIdentity Identity { get; }
}
