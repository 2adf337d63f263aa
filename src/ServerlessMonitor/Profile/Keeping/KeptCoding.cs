namespace ServerlessMonitor.Profile.Keeping;

/// <summary>How the cells of a kept column are stored.</summary>
internal enum KeptCoding : byte
{
    /// <summary>Numbers.</summary>
    Numbers,

    /// <summary>Numbers of texts in a dictionary of the run.</summary>
    Texts,

    /// <summary>The same for hashes of texts: only whether two are the same counts.</summary>
    Hashes,
}
