using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Tests.Local;

public sealed class FunctionsOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Build_IsTheAppOfTheSameConfiguration()
    {
        var cli = Folder("bin/ServerlessMonitor.Cli/release");
        Folder("bin/ServerlessMonitor.Functions/debug", "ServerlessMonitor.Functions.dll");
        var expected = Folder("bin/ServerlessMonitor.Functions/release", "ServerlessMonitor.Functions.dll");

        var found = FunctionsOutput.Find(cli + Path.DirectorySeparatorChar);

        Assert.Equal(new FunctionsOutput(expected), found);
        Assert.False(found.NeedsCoreTools);
    }

    [Fact]
    public void Find_Packed_IsBesideTheTool()
    {
        var tool = Folder("tool");
        var expected = Folder("tool/functions", "ServerlessMonitor.Functions.dll");

        Assert.Equal(new FunctionsOutput(expected), FunctionsOutput.Find(tool));
    }

    [Fact]
    public void Find_OfficialWorker_NeedsCoreTools()
    {
        var tool = Folder("tool");
        Folder("tool/functions", "ServerlessMonitor.Functions.dll", "Microsoft.Azure.Functions.Worker.Core.dll");

        Assert.True(FunctionsOutput.Find(tool).NeedsCoreTools);
    }

    [Fact]
    public void Find_NotBuilt_SaysHow() =>
        Assert.Contains("Run 'dotnet build'", Assert.Throws<CliException>(() => FunctionsOutput.Find(Folder("tool"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Find_ThisBuild_HasTheAppAndItsHostJson() => Assert.True(File.Exists(Path.Combine(FunctionsOutput.Find().Folder, "host.json")));

    private string Folder(string path, params string[] files)
    {
        var folder = Directory.CreateDirectory(Path.Combine([_folder.Path, .. path.Split('/')])).FullName;
        Array.ForEach(files, file => File.WriteAllText(Path.Combine(folder, file), string.Empty));
        return folder;
    }
}
