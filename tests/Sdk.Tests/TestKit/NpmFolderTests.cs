using System.Diagnostics;
using ServerlessMonitor.Cli.Local;

namespace Sdk.Tests.TestKit;

public sealed class NpmFolderTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("npm");

    public void Dispose() => _root.Delete(recursive: true);

    [Fact]
    public void Above_DirectoryWithinTheRepository_FindsIt()
    {
        var folder = NpmFolder.Find();
        Assert.True(File.Exists(Path.Combine(folder.Path, "azurite.mjs")));
        Assert.Null(NpmFolder.Above(_root.FullName));
    }

    [Fact]
    public async Task RestoreAsync_SeveralAtOnce_InstallsOnceAndAllSucceed()
    {
        var local = WriteFolder();
        var folders = Enumerable.Range(0, 4).Select(_ => NpmFolder.Above(local)!).ToList();
        Assert.All(folders, folder => Assert.False(folder.IsRestored()));

        await Task.WhenAll(folders.Select(folder => folder.RestoreAsync(CancellationToken.None)));

        Assert.All(folders, folder => Assert.True(folder.IsRestored()));
        Assert.True(File.Exists(Path.Combine(folders[0].Modules, "azurite", "dist", "index.js")));
    }

    [Fact]
    public async Task IsRestored_LockFileNamesAnotherVersion_IsFalse()
    {
        var local = WriteFolder();
        var folder = NpmFolder.Above(local)!;
        await folder.RestoreAsync(CancellationToken.None);
        var lockFile = Path.Combine(local, "package-lock.json");
        await File.WriteAllTextAsync(lockFile, (await File.ReadAllTextAsync(lockFile)).Replace("\"1.0.0\"", "\"1.0.1\"", StringComparison.Ordinal));

        Assert.False(folder.IsRestored());
    }

    [Fact]
    public async Task RestoreAsync_InstallFails_SaysWhatNpmSaid()
    {
        var local = WriteFolder();
        await File.WriteAllTextAsync(Path.Combine(local, "package-lock.json"), "{}");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => NpmFolder.Above(local)!.RestoreAsync(CancellationToken.None));

        Assert.Contains("'npm ci'", error.Message, StringComparison.Ordinal);
        Assert.Contains("npm error", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Start_ProgramIsNotThere_TellsToInstallNode()
    {
        var error = Assert.Throws<InvalidOperationException>(() => NpmFolder.Start(new ProcessStartInfo("a-program-that-nobody-has") { UseShellExecute = false }));
        Assert.Contains("install Node.js 20 or newer", error.Message, StringComparison.Ordinal);
    }

    // Stands in for the real folder: its "azurite" is a folder beside it, so nothing is downloaded.
    private string WriteFolder()
    {
        var local = _root.CreateSubdirectory("infra").CreateSubdirectory("local").FullName;
        var package = Directory.CreateDirectory(Path.Combine(local, "stand-in")).FullName;
        Directory.CreateDirectory(Path.Combine(package, "dist"));
        File.WriteAllText(Path.Combine(package, "dist", "index.js"), string.Empty);
        File.WriteAllText(Path.Combine(package, "package.json"), """{"name":"azurite","version":"1.0.0"}""");
        File.WriteAllText(Path.Combine(local, "package.json"), """{"name":"local","private":true,"dependencies":{"azurite":"file:stand-in"}}""");
        File.WriteAllText(Path.Combine(local, "package-lock.json"), """
            {"name":"local","lockfileVersion":3,"requires":true,"packages":{
              "":{"name":"local","dependencies":{"azurite":"file:stand-in"}},
              "node_modules/azurite":{"resolved":"stand-in","link":true},
              "stand-in":{"name":"azurite","version":"1.0.0"}}}
            """);
        return local;
    }
}
