using ServerlessMonitor.Cli.Demo;
using ServerlessMonitor.Cli.Local;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class FlightConversionTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("flights-").FullName;

    public FlightConversionTests()
    {
        Directory.CreateDirectory(Path.Combine(Local, "node_modules", "vega-datasets"));
        File.WriteAllText(Path.Combine(Local, "package.json"), "{}");
        File.WriteAllText(Path.Combine(Local, "node_modules", "vega-datasets", "package.json"), """{"version": "1.2.3"}""");
    }

    private string Local => Path.Combine(_root, "infra", "local");

    [Fact]
    public async Task Run_FirstTimeAndAgain_ConvertsOnce()
    {
        Script("import fs from 'node:fs'; fs.mkdirSync('.local', {recursive: true}); fs.writeFileSync(process.argv[2], `${process.hrtime.bigint()}`); console.error('hello')");
        var said = new Lines();

        var path = await FlightConversion.RunAsync(Npm(), said, CancellationToken.None);
        var first = await File.ReadAllTextAsync(path);
        var again = await FlightConversion.RunAsync(Npm(), said, CancellationToken.None);

        Assert.Equal(path, again);
        Assert.Equal(first, await File.ReadAllTextAsync(again));
        Assert.Equal(["hello"], said.Reported);
        Assert.StartsWith(Path.Combine(Local, ".local", "flights-1.2.3-"), path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_AnotherConverter_ConvertsAgain()
    {
        Script("import fs from 'node:fs'; fs.mkdirSync('.local', {recursive: true}); fs.writeFileSync(process.argv[2], 'one')");
        var one = await FlightConversion.RunAsync(Npm(), null, CancellationToken.None);
        Script("import fs from 'node:fs'; fs.mkdirSync('.local', {recursive: true}); fs.writeFileSync(process.argv[2], 'two')");
        var two = await FlightConversion.RunAsync(Npm(), null, CancellationToken.None);

        Assert.NotEqual(one, two);
        Assert.Equal("two", await File.ReadAllTextAsync(two));
    }

    [Fact]
    public async Task Run_ConverterFails_SaysWhatItSaid()
    {
        Script("console.error('the disk is full'); process.exit(3)");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => FlightConversion.RunAsync(Npm(), null, CancellationToken.None));

        Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
        Assert.Contains("the disk is full", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Cancelled_EndsTheConverterAndLeavesNoFile()
    {
        Script("""
            import fs from 'node:fs'
            fs.mkdirSync('.local', {recursive: true})
            fs.writeFileSync(`${process.argv[2]}.${process.pid}.partial`, 'half')
            console.error('begun')
            setInterval(() => {}, 1000)
            """);
        using var cancellation = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FlightConversion.RunAsync(Npm(), new Lines(cancellation.Cancel), cancellation.Token));

        Assert.Empty(Directory.GetFiles(Path.Combine(Local, ".local")));
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Script(string text) => File.WriteAllText(Path.Combine(Local, "flights-to-csv.mjs"), text);

    private NpmFolder Npm() => Assert.IsType<NpmFolder>(NpmFolder.Above(_root));

    private sealed class Lines(Action? onLine = null) : IProgress<string>
    {
        public List<string> Reported { get; } = [];

        public void Report(string value)
        {
            Reported.Add(value);
            onLine?.Invoke();
        }
    }
}
