using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace ServerlessMonitor.Cli.Local;

/// <summary>The folder <c>infra/local</c> with what the local suite needs from npm: Azurite, and the flights of the demo.</summary>
/// <remarks>Compiled into the test kit as well, so it depends on nothing else here.</remarks>
internal sealed class NpmFolder
{
    private static readonly TimeSpan InstallDeadline = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan LockPoll = TimeSpan.FromMilliseconds(250);

    private NpmFolder(string path) => Path = path;

    /// <summary>The full path of <c>infra/local</c>.</summary>
    public string Path { get; }

    /// <summary>The full path of <c>node_modules</c>, which exists after <see cref="RestoreAsync"/>.</summary>
    public string Modules => System.IO.Path.Combine(Path, "node_modules");

    /// <summary>Finds the folder, looking upwards from the program and then from the current directory.</summary>
    /// <exception cref="DirectoryNotFoundException">Neither has <c>infra/local/package.json</c> above it.</exception>
    public static NpmFolder Find() =>
        Above(AppContext.BaseDirectory) ?? Above(Directory.GetCurrentDirectory()) ?? throw new DirectoryNotFoundException(
            $"No infra/local/package.json above {AppContext.BaseDirectory} or {Directory.GetCurrentDirectory()}: run this from a clone of the repository.");

    /// <summary>Finds the folder above <paramref name="directory"/>, or null.</summary>
    public static NpmFolder? Above(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            var candidate = System.IO.Path.Combine(at.FullName, "infra", "local");
            if (File.Exists(System.IO.Path.Combine(candidate, "package.json")))
            {
                return new NpmFolder(candidate);
            }
        }

        return null;
    }

    /// <summary>Makes <c>node_modules</c> what the lock file says: does nothing when it is, else runs <c>npm ci</c>.</summary>
    /// <remarks>Several processes may call this at once: one installs, the others wait for it.</remarks>
    /// <exception cref="InvalidOperationException">Node.js is missing, the install failed or took too long.</exception>
    public async Task RestoreAsync(CancellationToken cancellationToken)
    {
        if (IsRestored())
        {
            return;
        }

        await using var held = await AcquireLockAsync(cancellationToken);
        if (!IsRestored())
        {
            await InstallAsync(cancellationToken);
        }
    }

    /// <summary>Whether every package of the lock file is installed in its version.</summary>
    public bool IsRestored()
    {
        // npm writes its own record last, so a torn install has none.
        var wanted = Packages(System.IO.Path.Combine(Path, "package-lock.json"));
        var installed = Packages(System.IO.Path.Combine(Modules, ".package-lock.json"));
        return wanted is not null && installed is not null
            && wanted.All(package => installed.TryGetValue(package.Key, out var found)
                ? string.Equals(found.Version, package.Value.Version, StringComparison.Ordinal)
                : package.Value.Optional)
            && Directory.Exists(System.IO.Path.Combine(Modules, "azurite", "dist"));
    }

    /// <summary>Starts a child of Node.js or npm, with the error a user can act on when it is not there.</summary>
    internal static Process Start(ProcessStartInfo info)
    {
        try
        {
            return Process.Start(info) ?? throw new InvalidOperationException($"'{info.FileName}' did not start.");
        }
        catch (Win32Exception e)
        {
            throw new InvalidOperationException($"'{info.FileName}' is not on the PATH: install Node.js 20 or newer from https://nodejs.org and try again.", e);
        }
    }

    private static Dictionary<string, (string? Version, bool Optional)>? Packages(string file)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.GetProperty("packages").EnumerateObject()
                .Where(package => package.Name.Length > 0)
                .ToDictionary(
                    package => package.Name,
                    package => (package.Value.TryGetProperty("version", out var version) ? version.GetString() : null,
                        package.Value.TryGetProperty("optional", out var optional) && optional.GetBoolean()),
                    StringComparer.Ordinal);
        }
        catch (Exception e) when (e is IOException or JsonException or KeyNotFoundException)
        {
            // Not there, being written by another process, or not npm's: not restored in any case.
            return null;
        }
    }

    private async Task<FileStream> AcquireLockAsync(CancellationToken cancellationToken)
    {
        var file = System.IO.Path.Combine(Path, ".local", "install.lock");
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.Asynchronous);
            }
            catch (IOException e) when (Stopwatch.GetElapsedTime(started) >= InstallDeadline)
            {
                throw new InvalidOperationException($"Another process has held {file} for {InstallDeadline.TotalMinutes} minutes: end it, or run 'npm ci' in {Path} by hand.", e);
            }
            catch (IOException)
            {
                await Task.Delay(LockPoll, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task InstallAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InstallDeadline);
        using var npm = Start(new ProcessStartInfo
        {
            // npm is a script, which Windows starts only by its full name.
            FileName = OperatingSystem.IsWindows() ? "npm.cmd" : "npm",
            ArgumentList = { "ci", "--no-audit", "--no-fund" },
            WorkingDirectory = Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        try
        {
            var output = npm.StandardOutput.ReadToEndAsync(limit.Token);
            var error = npm.StandardError.ReadToEndAsync(limit.Token);
            await npm.WaitForExitAsync(limit.Token);
            if (npm.ExitCode != 0)
            {
                throw new InvalidOperationException($"'npm ci' in {Path} failed with exit code {npm.ExitCode}.\n{await error}{await output}");
            }
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"'npm ci' in {Path} took longer than {InstallDeadline.TotalMinutes} minutes: check the connection to the npm registry and run it by hand.", e);
        }
        finally
        {
            if (!npm.HasExited)
            {
                npm.Kill(entireProcessTree: true);
            }
        }

        if (!IsRestored())
        {
            throw new InvalidOperationException($"'npm ci' in {Path} succeeded, but node_modules does not match package-lock.json.");
        }
    }
}
