namespace ServerlessMonitor.Cli.Local;

/// <summary>The built functions app.</summary>
/// <param name="Folder">The directory with the app and its host.json.</param>
internal sealed record FunctionsOutput(string Folder)
{
    private const string AssemblyName = "ServerlessMonitor.Functions.dll";

    // Only the official package brings it; a build with the subset hosts itself.
    private const string OfficialWorker = "Microsoft.Azure.Functions.Worker.Core.dll";

    /// <summary>The app.</summary>
    public string Assembly => Path.Combine(Folder, AssemblyName);

    /// <summary>Whether it needs Azure Functions Core Tools (<c>func</c>) to run.</summary>
    public bool NeedsCoreTools => File.Exists(Path.Combine(Folder, OfficialWorker));

    /// <summary>Finds the app: beside the tool where it was packed, else in the build output of the same configuration.</summary>
    /// <exception cref="CliException">It is in neither place.</exception>
    public static FunctionsOutput Find() => Find(AppContext.BaseDirectory);

    /// <inheritdoc cref="Find()"/>
    /// <param name="baseDirectory">The directory of the tool.</param>
    public static FunctionsOutput Find(string baseDirectory)
    {
        var own = Path.TrimEndingDirectorySeparator(Path.GetFullPath(baseDirectory));
        var packed = Path.Combine(own, "functions");

        // artifacts/…/bin/ServerlessMonitor.Cli/debug and artifacts/…/bin/ServerlessMonitor.Functions/debug
        var built = Path.Combine(own, "..", "..", "ServerlessMonitor.Functions", Path.GetFileName(own));
        return new[] { packed, Path.GetFullPath(built) }.Where(folder => File.Exists(Path.Combine(folder, AssemblyName))).Select(folder => new FunctionsOutput(folder)).FirstOrDefault()
            ?? throw new CliException($"The functions app is not built: neither {packed} nor {Path.GetFullPath(built)} has {AssemblyName}. Run 'dotnet build' in a clone of the repository.");
    }
}
