using System.Diagnostics;
using System.Text.Json;

namespace ServerlessMonitor.Architecture.Tests.Infra;

[CollectionDefinition(nameof(TemplateCollection))]
public sealed class TemplateCollection : ICollectionFixture<TemplateFixture>;

/// <summary>The templates under <c>infra</c>, read once with the public grammar of Bicep, which npm brings (<c>Infra/grammar</c>).</summary>
public sealed class TemplateFixture : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(3);

    private static readonly string Grammar = Path.Combine(SourceTree.Root, "tests", "ServerlessMonitor.Architecture.Tests", "Infra", "grammar");

    /// <summary>Every template and parameter file, by its path under <c>infra</c>.</summary>
    internal IReadOnlyDictionary<string, BicepFile> Files { get; private set; } = null!;

    /// <summary><c>infra/storage.json</c>.</summary>
    internal StorageLayout Layout { get; } = StorageLayout.Read(Path.Combine(SourceTree.Root, "infra", "storage.json"));

    internal BicepFile this[string path] => Files.TryGetValue(path, out BicepFile? file)
        ? file
        : throw new InvalidOperationException($"There is no infra/{path}; there is {string.Join(", ", Files.Keys)}.");

    public async Task InitializeAsync()
    {
        string infra = Path.Combine(SourceTree.Root, "infra");
        string[] paths = [.. Directory.EnumerateFiles(infra, "*.bicep*", SearchOption.AllDirectories)
            .Where(path => !path.Contains("node_modules", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
        Files = (await ParseAsync(paths)).ToDictionary(file => Path.GetRelativePath(infra, file.Path).Replace('\\', '/'), StringComparer.Ordinal);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    /// <summary>Parses any files.</summary>
    internal static async Task<IReadOnlyList<BicepFile>> ParseAsync(IEnumerable<string> paths)
    {
        if (!File.Exists(Path.Combine(Grammar, "node_modules", ".package-lock.json")))
        {
            // The packages ship what is needed; their install scripts would only build what nobody here loads.
            await RunAsync(OperatingSystem.IsWindows() ? "npm.cmd" : "npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        }

        string json = await RunAsync("node", ["parse.mjs", .. paths]);
        using JsonDocument document = JsonDocument.Parse(json);
        return [.. document.RootElement.EnumerateArray().Select(BicepFile.Read)];
    }

    private static async Task<string> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var limit = new CancellationTokenSource(Deadline);
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Grammar,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }) ?? throw new InvalidOperationException($"'{program}' did not start.");
        try
        {
            Task<string> output = process.StandardOutput.ReadToEndAsync(limit.Token);
            Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"'{program}' in {Grammar} failed with exit code {process.ExitCode}.\n{await error}");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }
}
