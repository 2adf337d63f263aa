namespace ServerlessMonitor.Runs.LateLabels;

/// <summary>Kept predictions of a batch that counts.</summary>
/// <param name="Name">What its name says.</param>
/// <param name="Version">The version of its profile that counts, with the labels that it has.</param>
internal sealed record CountedBatch(KeptPredictionsName Name, string Version)
{
    public string VersionOfModel => Name.Model.Version;
}
