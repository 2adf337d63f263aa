using System.Diagnostics;
using System.Globalization;
using System.Text;
using ServerlessMonitor.Contracts;
using ServerlessMonitor.Ingest;
using ServerlessMonitor.Labels;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Benchmarks;

/// <summary>
/// Joins the labels of one day with the predictions of many: makes the kept files where they are not there yet, then measures in a process of its own, whose peak memory is that of the join.
/// </summary>
internal static class JoinCommand
{
    private const int LabelledDay = 12;

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly MonitorDefinition Monitor = new("benchmark") { Task = ModelTask.Binary };

    public static async Task RunAsync(JoinSettings settings, CancellationToken cancellationToken)
    {
        if (settings.IsMeasuring)
        {
            await MeasureAsync(settings, cancellationToken);
            return;
        }

        Directory.CreateDirectory(settings.Folder);
        for (int day = 0; day < settings.Days; day++)
        {
            if (!File.Exists(Path.Combine(settings.Folder, NameOf(day))))
            {
                await KeepAsync(settings, day, cancellationToken);
            }
        }

        await WriteLabelsAsync(settings, cancellationToken);
        var start = new ProcessStartInfo(Environment.ProcessPath!) { UseShellExecute = false };
        foreach (string argument in Environment.GetCommandLineArgs().Where((argument, i) => i > 0 || argument.EndsWith(".dll", StringComparison.Ordinal)).Append("--measure"))
        {
            start.ArgumentList.Add(argument);
        }

        // As the function app has it.
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_GCConserveMemory"] = "7";
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync(cancellationToken);
    }

    private static string NameOf(int day) => string.Create(CultureInfo.InvariantCulture, $"day-{day:D3}");

    private static string LabelsOf(JoinSettings settings) => Path.Combine(settings.Folder, "labels.csv");

    private static string IdOf(int day, int row) => string.Create(CultureInfo.InvariantCulture, $"{day}-{row}");

    private static async Task KeepAsync(JoinSettings settings, int day, CancellationToken cancellationToken)
    {
        string csv = Path.Combine(settings.Folder, "predictions.csv");
        await using (var output = new StreamWriter(csv))
        {
            await output.WriteLineAsync("prediction_id,timestamp,prediction,score");
            var random = new Random(day);
            for (int row = 0; row < settings.Rows; row++)
            {
                double score = Math.Round(random.NextDouble(), settings.Decimals);
                DateTimeOffset at = Start.AddDays(day) + TimeSpan.FromSeconds(86_400.0 * row / settings.Rows);
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{IdOf(day, row)},{at:yyyy-MM-ddTHH:mm:ssZ},{(score >= 0.5 ? 1 : 0)},{score}"));
            }
        }

        string kept = Path.Combine(settings.Folder, "kept");
        await using (FileStream file = File.Create(kept))
        {
            var context = new BatchContext(Monitor, EventTimeFallback.LastModified(Start)) { KeptPredictions = file };
            await new BatchProfiler().ProfileAsync(File.OpenRead(csv), csv, context, cancellationToken);
        }

        File.Delete(csv);
        File.Move(kept, Path.Combine(settings.Folder, NameOf(day)));
    }

    private static async Task WriteLabelsAsync(JoinSettings settings, CancellationToken cancellationToken)
    {
        var text = new StringBuilder();
        var random = new Random(1);
        int[] order = [.. Enumerable.Range(0, settings.Rows)];
        random.Shuffle(order);
        await using var output = new StreamWriter(LabelsOf(settings));
        await output.WriteLineAsync(settings.HasTimes ? "prediction_id,label,timestamp" : "prediction_id,label");
        foreach (int row in order)
        {
            text.Clear().Append(random.Next(1000) < settings.UnknownPerMille ? "unknown-" : string.Empty).Append(IdOf(Math.Min(LabelledDay, settings.Days - 1), row)).Append(random.Next(2) == 0 ? ",0" : ",1");
            if (settings.HasTimes)
            {
                text.Append(CultureInfo.InvariantCulture, $",{Start.AddDays(Math.Min(LabelledDay, settings.Days - 1)) + TimeSpan.FromSeconds(86_400.0 * row / settings.Rows):yyyy-MM-ddTHH:mm:ssZ}");
            }

            await output.WriteLineAsync(text, cancellationToken);
        }
    }

    private static async Task MeasureAsync(JoinSettings settings, CancellationToken cancellationToken)
    {
        var files = new FolderKeptFiles(settings.Folder);
        long stored = Enumerable.Range(0, settings.Days).Sum(day => new FileInfo(Path.Combine(settings.Folder, NameOf(day))).Length);
        Say($"stored: {stored / 1e6:F0} MB for {settings.Days} days of {settings.Rows:N0}, {stored / (double)settings.Rows / settings.Days:F2} bytes a prediction");
        for (int run = 0; run < settings.Runs; run++)
        {
            var watch = Stopwatch.StartNew();
            LabelFileSummary summary;
            await using (FileStream kept = File.Create(Path.Combine(settings.Folder, "labels")))
            {
                summary = await LabelFileReader.ReadAsync(File.OpenRead(LabelsOf(settings)), "labels.csv", Monitor, kept, cancellationToken);
            }

            double read = watch.Elapsed.TotalSeconds;
            MatchResult result = (await new LabelMatcher(files).MatchAsync("labels", [.. Enumerable.Range(0, settings.Days).Select(day => new MatchCandidate("1", NameOf(day)))], cancellationToken))!;
            double matched = watch.Elapsed.TotalSeconds;
            long joinedBytes = 0;
            long labelled = 0;
            foreach ((MatchCandidate candidate, LabelMatches matches) in result.Matches)
            {
                LabelMatches link = LabelMatches.FromBytes(matches.ToBytes());
                await using IKeptFile file = (await files.OpenAsync(candidate.File, cancellationToken))!;
                JoinedOutcome joined = await OutcomeJoin.ComputeAsync(file, [link], Schema, Monitor.Labels, absentCounts: false, cancellationToken);
                joinedBytes += joined.BytesRead;
                labelled += joined.LabelledLate;
            }

            using var process = Process.GetCurrentProcess();
            double joinedAt = watch.Elapsed.TotalSeconds;
            Say($"{joinedAt:F2} s: labels read and kept {read:F2} s ({summary.BytesKept / (double)summary.Ids:F2} bytes a label), matched {matched - read:F2} s, outcome {joinedAt - matched:F2} s; {result.Found:N0} of {result.Ids:N0} found in {result.Matches.Count} files, {labelled:N0} rows labelled; read to match {result.BytesRead / 1e6:F1} MB ({(result.BytesRead - summary.BytesKept) / (double)stored:P1} of what is stored; {result.FilesLookedAt} files looked at, {result.RunsRead} runs read), for the outcome {joinedBytes / 1e6:F1} MB ({joinedBytes / (double)stored:P1}); CPU {process.TotalProcessorTime.TotalSeconds:F2} s, peak {process.PeakWorkingSet64 / 1e6:F0} MB");
        }
    }

    private static DatasetSchema Schema { get; } = new(ModelTask.Binary,
    [
        new ColumnSchema("prediction_id", ColumnKind.Text, ColumnRole.Id),
        new ColumnSchema("timestamp", ColumnKind.Timestamp, ColumnRole.Timestamp),
        new ColumnSchema("prediction", ColumnKind.Categorical, ColumnRole.Prediction),
        new ColumnSchema("score", ColumnKind.Numeric, ColumnRole.Score),
    ])
    { Positive = "1" };

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
