namespace ServerlessMonitor.Notify;

/// <summary>A setting that <c>receivers.yaml</c> refers to has no value, or one that cannot be used.</summary>
public sealed class MissingSettingException : Exception
{
    /// <summary>Names the setting, never its value.</summary>
    public MissingSettingException(string name, string expected)
        : base($"The setting '{name}', which receivers.yaml refers to, must be set to {expected}.")
    {
        Name = name;
    }

    /// <summary>The setting's name.</summary>
    public string Name { get; }
}
