namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>What a comparison of two versions says of a metric, from the challenger's side.</summary>
public enum VersionVerdict
{
    /// <summary>Too few labelled rows, or windows, to say.</summary>
    NotEnoughData,

    /// <summary>The 95 % interval of the difference holds zero. No proof that there is none: the interval says how large it may be.</summary>
    NoDifferenceSeen,

    /// <summary>The challenger is better.</summary>
    Better,

    /// <summary>The challenger is worse.</summary>
    Worse,

    /// <summary>The versions differ in a metric of which neither more nor less is better, such as the share of positive labels.</summary>
    Differs,
}
