using System.Globalization;
using ServerlessMonitor.Benchmarks;
using ServerlessMonitor.Benchmarks.Verdicts;

return await RunAsync(args);

static async Task<int> RunAsync(string[] args)
{
    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, pressed) =>
    {
        pressed.Cancel = true;
        stop.Cancel();
    };
    switch (args)
    {
        case ["make-data", ..] when Option(args, "--out") is { } path:
            MakeData.Write(path, Number(args, "--rows", 1_000_000), Number(args, "--seed", 1), Number(args, "--days", 1));
            return 0;
        case ["profile", var file, ..]:
            await ProfileCommand.RunAsync(file, Number(args, "--runs", 3), Option(args, "--workers") is null ? null : Number(args, "--workers", 1), Option(args, "--segment"), args.Contains("--keep", StringComparer.Ordinal), stop.Token);
            return 0;
        case ["pieces", var file, ..]:
            await PiecesCommand.RunAsync(file, stop.Token);
            return 0;
        case ["stages", var file, ..]:
            await StagesCommand.RunAsync(file, Number(args, "--runs", 3), stop.Token);
            return 0;
        case ["growth", var cli, ..]:
            await GrowthCommand.RunAsync(cli, Number(args, "--runs", 3), Option(args, "--plot"), stop.Token);
            return 0;
        case ["suite", var file, ..]:
            await SuiteBenchmark.RunAsync(file, Number(args, "--runs", 3), stop.Token);
            return 0;
        case ["merge", ..]:
            await MergeCommand.RunAsync(Number(args, "--profiles", 1_000), Number(args, "--rows", 1_000), Number(args, "--runs", 3), stop.Token);
            return 0;
        case ["year", ..]:
            await YearCommand.RunAsync(Number(args, "--rows", 40_000), Number(args, "--runs", 5), stop.Token);
            return 0;
        case ["window", ..]:
            await WindowCommand.RunAsync(Number(args, "--rows", 40_000), Number(args, "--baseline", 100_000), Number(args, "--runs", 400), args.Contains("--chunks", StringComparer.Ordinal), stop.Token);
            return 0;
        case ["burst", ..]:
            var burst = new BurstSettings(
                Number(args, "--blobs", 10_000), Number(args, "--hosts", 2), Number(args, "--rows", 20), Number(args, "--models", 10),
                Option(args, "--waiting") is null ? null : Number(args, "--waiting", 0), args.Contains("--apart", StringComparer.Ordinal), args.Contains("--count", StringComparer.Ordinal));
            await BurstBenchmark.RunAsync(burst, stop.Token);
            return 0;
        case ["join", var folder, ..]:
            await JoinCommand.RunAsync(
                new JoinSettings(
                    folder, Number(args, "--days", 30), Number(args, "--rows", 1_000_000), Number(args, "--decimals", 6), args.Contains("--times", StringComparer.Ordinal),
                    Number(args, "--unknown", 0), Number(args, "--runs", 1), args.Contains("--measure", StringComparer.Ordinal)),
                stop.Token);
            return 0;
        case ["verdicts", ..]:
            int draws = Number(args, "--draws", args.Contains("--quick", StringComparer.Ordinal) ? 200 : 2_000);
            return await VerdictsCommand.RunAsync(draws, Option(args, "--only"), Console.Out, Console.Error, stop.Token);
        case ["joint", ..]:
            JointCommand.Run(Number(args, "--baselines", 200), stop.Token);
            return 0;
        default:
            await Console.Error.WriteLineAsync("make-data --out FILE [--rows N] [--seed S] [--days N]\npieces FILE\nprofile FILE [--runs N] [--workers N] [--segment COLUMN] [--keep]\nstages FILE [--runs N]\ngrowth CLI [--runs N] [--plot FILE.svg]\nsuite FILE [--runs N]\nmerge [--profiles N] [--rows N] [--runs N]\nyear [--rows N] [--runs N]\nwindow [--rows N] [--baseline N] [--runs N] [--chunks]\njoin FOLDER [--days N] [--rows N] [--decimals N] [--times] [--unknown PERMILLE] [--runs N]\nburst [--blobs N] [--hosts N] [--rows N] [--models N] [--waiting N] [--apart] [--count]\nverdicts [--quick] [--draws N] [--only SECTION]\njoint [--baselines N]");
            return 2;
    }
}

static string? Option(string[] args, string name)
{
    int index = Array.IndexOf(args, name);
    return index >= 0 && index + 1 < args.Length ? args[index + 1] : null;
}

static int Number(string[] args, string name, int usual) =>
    Option(args, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;
