using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;
using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Demo;

/// <summary>Turns the flights that npm installed into CSV, once for each version of the data and of the converter.</summary>
internal static class FlightConversion
{
    private const string Script = "flights-to-csv.mjs";
    private const int DigestBytes = 4;

    /// <summary>The file is kept in <c>infra/local/.local</c>; when it is there already, nothing is done.</summary>
    /// <param name="npm">Restored by the caller.</param>
    /// <param name="progress">Hears the lines that the converter says; may be null.</param>
    /// <param name="cancellationToken">Ends the converter too; no half file is left under the final name.</param>
    /// <returns>The path of the CSV.</returns>
    /// <exception cref="InvalidOperationException">Node.js is missing or the converter failed; the message says what it said.</exception>
    public static async Task<string> RunAsync(NpmFolder npm, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var script = Path.Combine(npm.Path, Script);
        var output = Path.Combine(npm.Path, ".local", await FileNameAsync(npm, script, cancellationToken));
        if (!File.Exists(output))
        {
            await ConvertAsync(npm, script, output, progress, cancellationToken);
        }

        return output;
    }

    private static async Task<string> FileNameAsync(NpmFolder npm, string script, CancellationToken cancellationToken)
    {
        await using var package = File.OpenRead(Path.Combine(npm.Modules, "vega-datasets", "package.json"));
        using var document = await JsonDocument.ParseAsync(package, cancellationToken: cancellationToken);
        var version = document.RootElement.GetProperty("version").GetString();
        var digest = SHA256.HashData(await File.ReadAllBytesAsync(script, cancellationToken)).AsSpan(0, DigestBytes);
        return $"flights-{version}-{Convert.ToHexStringLower(digest)}.csv";
    }

    private static async Task ConvertAsync(NpmFolder npm, string script, string output, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        using var node = NpmFolder.Start(new ProcessStartInfo
        {
            FileName = "node",
            ArgumentList = { script, output },
            WorkingDirectory = npm.Path,
            UseShellExecute = false,
            RedirectStandardError = true,
        });
        try
        {
            var said = new Queue<string>();
            while (await node.StandardError.ReadLineAsync(cancellationToken) is { } line)
            {
                progress?.Report(line);
                said.Enqueue(line);
                if (said.Count > 20)
                {
                    said.Dequeue();
                }
            }

            await node.WaitForExitAsync(cancellationToken);
            if (node.ExitCode != 0)
            {
                throw new InvalidOperationException($"The flights could not be converted: '{Script}' ended with exit code {node.ExitCode}.\n{string.Join('\n', said)}");
            }
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill();
                await node.WaitForExitAsync(CancellationToken.None);

                // The converter writes here until it is done; killed, it could not tidy up.
                File.Delete($"{output}.{node.Id}.partial");
            }
        }
    }
}
