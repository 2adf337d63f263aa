namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>One window's part of a total.</summary>
/// <param name="Champion">The champion's value, as it is compared.</param>
/// <param name="Challenger">The challenger's.</param>
/// <param name="Lower">Lower end of the difference's 95 % interval.</param>
/// <param name="Upper">Upper end of it.</param>
/// <param name="ChampionRows">Labelled rows of the champion, more than 0.</param>
/// <param name="ChallengerRows">Labelled rows of the challenger, more than 0.</param>
internal readonly record struct WindowEffect(double Champion, double Challenger, double Lower, double Upper, long ChampionRows, long ChallengerRows)
{
    /// <summary>Challenger less champion.</summary>
    public double Difference => Challenger - Champion;
}
