namespace ServerlessMonitor.Sketches;

/// <summary>The bytes of a stored summary are truncated, damaged, or of a version this build does not know.</summary>
public sealed class SketchFormatException : Exception
{
    /// <summary>Creates the exception with a general message.</summary>
    public SketchFormatException()
        : base("The bytes are not a valid sketch.")
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What is wrong with the bytes.</param>
    public SketchFormatException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its cause.</summary>
    /// <param name="message">What is wrong with the bytes.</param>
    /// <param name="innerException">The cause.</param>
    public SketchFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
