namespace ServerlessMonitor.Labels;

/// <summary>A kept file is cut off or damaged. It can be made again from the blob it came from.</summary>
public sealed class KeptFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, and what is wrong with it.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public KeptFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
