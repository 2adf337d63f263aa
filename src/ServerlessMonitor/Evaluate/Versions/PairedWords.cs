using System.Globalization;

namespace ServerlessMonitor.Evaluate.Versions;

/// <summary>Says what a paired comparison found, in a sentence.</summary>
/// <param name="Champion">The version that is compared with.</param>
/// <param name="Challenger">The version that is compared.</param>
internal sealed record PairedWords(string Champion, string Challenger)
{
    // Below it stands for all.
    private const double LeastPValue = 0.0001;

    public string Sentence(PairedComparison paired, PairedTest? test) => test is null
        ? $"Not enough data to compare version {Challenger} with version {Champion} on the same rows: no labelled row that both scored is known."
        : $"On {Say.Count(test.Pairs, "row")} that both scored and whose labels are known, {Found(paired, test)}{Verdict(test)}.";

    private string Found(PairedComparison paired, PairedTest test) => test switch
    {
        { Key: PairedTests.Accuracy } =>
            $"version {Challenger} was right on {Number(paired.ChallengerRight)} that version {Champion} got wrong, and wrong on {Number(paired.ChampionRight)} that it got right",
        { Challenger: null } => $"versions {Challenger} and {Champion} cannot be told apart by {NameOf(test.Key)}",
        _ => $"the {NameOf(test.Key)} of version {Challenger} is {VersionNames.Figures(test.Champion, test.Challenger, test.Difference, test.Lower, test.Upper)}",
    };

    private static string Verdict(PairedTest test) => test.Verdict switch
    {
        VersionVerdict.Better => $": better ({Chance(test)})",
        VersionVerdict.Worse => $": worse ({Chance(test)})",
        VersionVerdict.NotEnoughData => $": not enough data, {test.Reason}",
        _ => $": no difference seen ({Chance(test)})",
    };

    private static string Chance(PairedTest test)
    {
        string name = test.Test switch
        {
            "deLong" => "DeLong",
            "pairedT" => "paired t",
            _ => "McNemar",
        };
        return test.PValue < LeastPValue ? $"{name} p < {LeastPValue.ToString(CultureInfo.InvariantCulture)}" : $"{name} p = {test.PValue!.Value.ToString("0.####", CultureInfo.InvariantCulture)}";
    }

    private static string NameOf(string key) => key switch
    {
        PairedTests.RocAuc => "area under the ROC curve",
        PairedTests.SquaredError => "mean squared error",
        _ => "mean absolute error",
    };

    private static string Number(long? count) => (count ?? 0).ToString("N0", CultureInfo.InvariantCulture);
}
