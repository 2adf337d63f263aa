namespace ServerlessMonitor.Ingest;

/// <summary>A queue message is not a storage event that can be understood. Reading it again will not help.</summary>
public sealed class BlobEventFormatException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong, and what was expected.</param>
    /// <param name="innerException">The cause, where there is one.</param>
    public BlobEventFormatException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
