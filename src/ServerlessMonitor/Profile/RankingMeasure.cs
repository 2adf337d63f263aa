namespace ServerlessMonitor.Profile;

/// <summary>What is measured of the order of a query's rows.</summary>
public enum RankingMeasure
{
    /// <summary>Discounted gain ÷ that of the best order; the gain of a row is its relevance, the discount log₂(place + 1).</summary>
    Ndcg,

    /// <summary>Σ precision at each relevant row within the first k ÷ min(relevant rows, k).</summary>
    AveragePrecision,

    /// <summary>1 ÷ the place of the first relevant row; 0 where it is not within the first k.</summary>
    ReciprocalRank,

    /// <summary>Relevant rows within the first k ÷ k, also where there are fewer rows.</summary>
    Precision,

    /// <summary>Relevant rows within the first k ÷ all relevant rows.</summary>
    Recall,

    /// <summary>1 where a relevant row is within the first k, else 0.</summary>
    Hit,
}
