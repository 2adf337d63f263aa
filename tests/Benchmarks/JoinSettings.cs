namespace ServerlessMonitor.Benchmarks;

/// <summary>What <see cref="JoinCommand"/> joins.</summary>
/// <param name="Folder">Where the kept files are, or are made.</param>
/// <param name="Days">Days of predictions, a file each.</param>
/// <param name="Rows">Predictions a day, and labels of one day.</param>
/// <param name="Decimals">Decimals of the scores.</param>
/// <param name="HasTimes">Whether labels have the predictions' timestamps.</param>
/// <param name="UnknownPerMille">Labels of ids that nobody predicted, of a thousand.</param>
/// <param name="Runs">How often it is measured.</param>
/// <param name="IsMeasuring">Whether this is the process that measures.</param>
internal sealed record JoinSettings(string Folder, int Days, int Rows, int Decimals, bool HasTimes, int UnknownPerMille, int Runs, bool IsMeasuring);
