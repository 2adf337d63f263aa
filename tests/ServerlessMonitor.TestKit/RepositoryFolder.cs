namespace ServerlessMonitor.TestKit;

/// <summary>The folder of the clone that the tests were built in.</summary>
public static class RepositoryFolder
{
    /// <summary>Its full path.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests do not run inside the repository.</exception>
    public static string Path { get; } = Find();

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "ServerlessMonitor.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} has ServerlessMonitor.sln.");
    }
}
