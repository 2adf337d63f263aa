using System.Globalization;

namespace ServerlessMonitor.Contracts;

/// <summary>
/// Something stored was written by a newer build in a format that this one does not understand. It is left as it is: a queue message comes back and is set aside
/// in the poison queue in the end, a row stays where it is.
/// </summary>
public sealed class NewerFormatException : Exception
{
    /// <summary>Says what was met, what is understood, and what to do.</summary>
    /// <param name="what">What was read, as the subject of a sentence: for example <c>The notify message</c>.</param>
    /// <param name="met">Its format, or the part of it that is not known.</param>
    /// <param name="understood">The newest format that this build understands.</param>
    public NewerFormatException(string what, string met, string understood)
        : base($"{what} has format {met}; this build understands up to {understood}. Deploy the newer build here too: nothing was changed, and what was set aside can be sent again.")
    {
        Met = met;
        Understood = understood;
    }

    /// <summary>The format that was met.</summary>
    public string Met { get; }

    /// <summary>The newest format that this build understands.</summary>
    public string Understood { get; }

    /// <summary>Throws when <paramref name="met"/> is newer than <paramref name="understood"/>.</summary>
    public static void ThrowIfNewer(string what, int met, int understood)
    {
        if (met > understood)
        {
            throw new NewerFormatException(what, met.ToString(CultureInfo.InvariantCulture), understood.ToString(CultureInfo.InvariantCulture));
        }
    }
}
