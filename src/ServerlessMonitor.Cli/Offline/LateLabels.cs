using System.Globalization;
using ServerlessMonitor.Cli.Output;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Cli.Offline;

/// <summary>Joins files of predictions with files of labels, with what the suite joins them with; kept files are temporary.</summary>
/// <param name="monitor">Names the columns, and says how labels arrive.</param>
/// <param name="context">Where progress is written.</param>
internal sealed class LateLabels(MonitorDefinition monitor, CommandContext context) : IDisposable
{
    // All files are taken for those of one version, as an id names one prediction.
    private const string Version = "local";

    private readonly FolderKeptFiles _kept = new();
    private readonly List<(string Path, BatchProfile File, string Name)> _predictions = [];

    /// <summary>Profiles a file of predictions, and keeps them for their labels.</summary>
    /// <param name="path">The file.</param>
    /// <param name="rows">Windows of so many rows; null: of event time.</param>
    /// <param name="before">What the file before had.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="CliException">It cannot be read, or no label can be for any of its rows.</exception>
    public async Task<BatchProfile> ReadPredictionsAsync(string path, RowWindows? rows, BatchProfile? before, CancellationToken cancellationToken)
    {
        var name = $"predictions {_predictions.Count}";
        await using var kept = _kept.Create(name);
        var file = await ProfileFile.ByWindowAsync(path, rows, kept, monitor, before, context, cancellationToken);
        if (file.KeptPredictions is null)
        {
            throw new CliException($"{path}: {WhyNone(file)}");
        }

        _predictions.Add((path, file, name));
        return file;
    }

    /// <summary>Reads files of labels, and puts what they say into the profiles of the predictions.</summary>
    /// <param name="paths">The files; a later one corrects an earlier one.</param>
    /// <param name="notes">Receives what a person should know.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What each file did, in their order.</returns>
    /// <exception cref="CliException">A file cannot be read.</exception>
    public async Task<IReadOnlyList<LabelFileEntry>> JoinAsync(IReadOnlyList<string> paths, List<string> notes, CancellationToken cancellationToken)
    {
        var entries = new List<LabelFileEntry>();
        var links = _predictions.ConvertAll(_ => new List<(int File, LabelMatches Matches)>());
        for (var i = 0; i < paths.Count; i++)
        {
            var name = $"labels {i}";
            var read = await ReadLabelsAsync(paths[i], name, notes, cancellationToken);
            var found = await new LabelMatcher(_kept, context.Threads).MatchAsync(name, [.. _predictions.Select(file => new MatchCandidate(Version, file.Name))], cancellationToken)
                ?? throw new InvalidOperationException($"{paths[i]} was kept a moment ago, and is there no more.");
            foreach (var (candidate, matches) in found.Matches)
            {
                links[_predictions.FindIndex(file => string.Equals(file.Name, candidate.File, StringComparison.Ordinal))].Add((i, matches));
            }

            entries.Add(new LabelFileEntry(paths[i], read.Ids, found.Found, found.Ids - found.Found));
        }

        for (var i = 0; i < _predictions.Count; i++)
        {
            await ApplyAsync(_predictions[i], links[i], entries, notes, cancellationToken);
        }

        if (entries.All(entry => entry.Found == 0))
        {
            notes.Add("None of the labels is for one of the predictions. Ids are compared as text (42 and \"42\" are one id): is it the same column in both, and are these the labels of these predictions?");
        }

        return entries;
    }

    /// <inheritdoc/>
    public void Dispose() => _kept.Dispose();

    private static string WhyNone(BatchProfile file)
    {
        if (file.Schema.Find(ColumnRole.Id) is not { } id)
        {
            return $"--labels needs a column that names each prediction, prediction_id or the one that columns.id names in the monitor file; the file has {string.Join(", ", file.Schema.Columns.Take(20).Select(column => $"'{column.Name}'"))}";
        }

        return file.Schema.Columns.Any(column => column.Role is ColumnRole.Prediction or ColumnRole.Score)
            ? $"no row has a value in the column '{id.Name}', which names the prediction that a label is for"
            : "--labels needs a column of predictions or scores to compare the labels with; columns.prediction and columns.score in the monitor file name them";
    }

    private async Task<LabelFileSummary> ReadLabelsAsync(string path, string name, List<string> notes, CancellationToken cancellationToken)
    {
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new CliException($"{path}: there is no such file");
        }

        try
        {
            await using var kept = _kept.Create(name);
            var read = await ByteProgress.RunAsync(context, $"reading {file.Name}", file.Length, progress =>
            {
                var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
                return LabelFileReader.ReadAsync(new LocalReadStream(stream, progress), path, monitor, kept, cancellationToken);
            });
            notes.AddRange(read.Notes.Select(note => $"{path}: {note}"));
            if (read.RejectedRows.Values.Sum() is > 0 and var rejected)
            {
                var reasons = string.Join("; ", read.RejectedRows.Select(pair => $"{Words.Count(pair.Value)}: {RejectReasons.Explain(pair.Key)}"));
                notes.Add($"{path}: {Words.Counted(rejected, "row")} cannot be used ({reasons}); the first is line {read.RejectedSamples[0].Line}.");
            }

            return read;
        }
        catch (BatchFormatException e)
        {
            throw new CliException($"{ProfileFile.PlaceOf(path, e.Problem)}: {e.Message}", e);
        }
        catch (InvalidDataException e)
        {
            throw new CliException($"{path}: {e.Message}", e);
        }
    }

    private async Task ApplyAsync(
        (string Path, BatchProfile File, string Name) predictions, List<(int File, LabelMatches Matches)> links, List<LabelFileEntry> entries, List<string> notes, CancellationToken cancellationToken)
    {
        var absentCounts = monitor.Labels.AbsentMeans is not null && predictions.File.EventRange.End + monitor.Labels.AbsentAfter <= context.Time.GetUtcNow();
        if (links.Count == 0 && !absentCounts)
        {
            return;
        }

        await using var kept = await _kept.OpenAsync(predictions.Name, cancellationToken)
            ?? throw new InvalidOperationException($"The predictions of {predictions.Path} were kept a moment ago, and are there no more.");
        var joined = await OutcomeJoin.ComputeAsync(kept, [.. links.Select(link => link.Matches)], predictions.File.Schema, monitor.Labels, absentCounts, cancellationToken);
        var hours = predictions.File.Hours.ToDictionary(hour => hour.Hour, hour => hour.Profile);
        foreach (var hour in joined.Hours)
        {
            hour.ApplyTo(hours[hour.Hour]);
        }

        for (var i = 0; i < links.Count; i++)
        {
            entries[links[i].File] = entries[links[i].File].With(joined.Links[i]);
        }

        if (joined.DuplicateIds > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{predictions.Path}: {joined.DuplicateIds:N0} of the labelled ids are those of several rows; labels.duplicateIds in the monitor file says which of them a label is for ({monitor.Labels.DuplicateIds.ToString().ToLowerInvariant()})."));
        }

        if (joined.LabelledByAbsence > 0)
        {
            notes.Add(string.Create(CultureInfo.InvariantCulture, $"{predictions.Path}: {joined.LabelledByAbsence:N0} rows without a label count as '{monitor.Labels.AbsentMeans}', as the monitor file says."));
        }
    }
}
