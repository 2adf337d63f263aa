namespace ServerlessMonitor.Profile;

/// <summary>How many measures there are.</summary>
internal static class RankingMeasures
{
    public const int Count = (int)RankingMeasure.Hit + 1;
}
