using System.Globalization;
using ServerlessMonitor.Monitors;

namespace ServerlessMonitor.Cli.Commands;

/// <summary>Monitor files on this machine.</summary>
internal static class MonitorFiles
{
    /// <summary>Reads and checks a file; the model may have any name.</summary>
    /// <exception cref="CliException">There is no such file, or it cannot be read.</exception>
    public static async Task<MonitorFileResult> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            // A larger file is refused by its size; reading all of it first would be what the limit is there to prevent.
            var length = new FileInfo(path).Length;
            if (length > 4L * MonitorFile.MaximumBytes)
            {
                throw new CliException(string.Create(CultureInfo.InvariantCulture, $"{path}: the file has {length:N0} bytes; at most {MonitorFile.MaximumBytes:N0} are read"));
            }

            return MonitorFile.Parse(await File.ReadAllTextAsync(path, cancellationToken), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CliException($"{path}: there is no such file", e);
        }
    }
}
