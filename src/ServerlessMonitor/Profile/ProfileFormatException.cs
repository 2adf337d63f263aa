namespace ServerlessMonitor.Profile;

/// <summary>The bytes of a stored profile are truncated or damaged.</summary>
public sealed class ProfileFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the bytes, and what was expected.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public ProfileFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
