using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>The workflows deploy what is meant to be deployed, with no more rights than that takes.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, ".github", "workflows");

    public static TheoryData<string> Workflows => [.. Directory.EnumerateFiles(Folder, "*.yml").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Fact]
    public void Deploy_OnlyAfterTheTests_PublishesTheFullBuild()
    {
        string[] commands = [.. Steps("deploy.yml", "build").Select(step => Text(step, "run")).OfType<string>()];
        int test = Array.FindIndex(commands, command => command.Contains(".ci/run", StringComparison.Ordinal));
        int publish = Array.FindIndex(commands, command => command.StartsWith("dotnet publish", StringComparison.Ordinal));
        Assert.True(test >= 0 && publish > test, "deploy.yml must run .ci/run before 'dotnet publish'.");
        Assert.Equal("dotnet publish src/ServerlessMonitor.Functions -c Release -p:AzureSdk=Full -o package", commands[publish]);
        Assert.Single(commands, command => command.StartsWith("dotnet publish", StringComparison.Ordinal));
        Assert.Equal("build", Text(Job("deploy.yml", "deploy"), "needs"));
    }

    [Fact]
    public void Deploy_PutsTheTemplatesBeforeTheCode_AndThePackageItBuilt()
    {
        YamlMappingNode[] steps = Steps("deploy.yml", "deploy");
        int create = Array.FindIndex(steps, step => Text(step, "run")?.Contains("az deployment group create", StringComparison.Ordinal) == true);
        int code = Array.FindIndex(steps, step => Text(step, "uses")?.StartsWith("Azure/functions-action@", StringComparison.Ordinal) == true);
        Assert.True(create >= 0 && code > create, "deploy.yml must deploy the templates before the code.");
        string package = Text((YamlMappingNode)steps[code]["with"], "package")!;
        YamlMappingNode upload = Steps("deploy.yml", "build").Single(step => Text(step, "uses")?.StartsWith("actions/upload-artifact@", StringComparison.Ordinal) == true);
        Assert.Equal(Text((YamlMappingNode)upload["with"], "path"), package);
    }

    [Fact]
    public void Deploy_ReadsOnlyOutputs_ThatTheTemplateHas()
    {
        string main = File.ReadAllText(Path.Combine(SourceTree.Root, "infra", "main.bicep"));
        Match loop = Outputs().Match(File.ReadAllText(Path.Combine(Folder, "deploy.yml")));
        Assert.True(loop.Success, "deploy.yml has no 'for output in …; do'");
        Assert.All(loop.Groups["names"].Value.Split(' '), name => Assert.Contains($"output {name} string", main, StringComparison.Ordinal));
    }

    [Fact]
    public void Deploy_SignsInByFederation_UnderAProtectedEnvironment_OneAtATime()
    {
        YamlMappingNode root = Root("deploy.yml");
        YamlMappingNode deploy = Job("deploy.yml", "deploy");
        Assert.NotNull(Text(deploy, "environment"));
        Assert.Equal("write", Text((YamlMappingNode)deploy["permissions"], "id-token"));
        Assert.False(Job("deploy.yml", "build").Children.ContainsKey(new YamlScalarNode("permissions")), "only the job that signs in may have id-token");
        Assert.Equal("false", Text((YamlMappingNode)root["concurrency"], "cancel-in-progress"));
        YamlMappingNode login = Steps("deploy.yml", "deploy").Single(step => Text(step, "uses")?.StartsWith("azure/login@", StringComparison.Ordinal) == true);
        Assert.Equal(["client-id", "subscription-id", "tenant-id"], ((YamlMappingNode)login["with"]).Children.Keys.Select(key => key.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Workflows))]
    public void Workflow_ReadsOnly_PinsItsActions_AndUsesNoSecrets(string workflow)
    {
        string text = File.ReadAllText(Path.Combine(Folder, workflow));
        Assert.DoesNotContain("secrets.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("publish-profile", text, StringComparison.Ordinal);
        var permissions = (YamlMappingNode)Root(workflow)["permissions"];
        Assert.Equal(["contents: read"], permissions.Children.Select(pair => $"{pair.Key}: {pair.Value}"));
        YamlMappingNode[] jobs = [.. ((YamlMappingNode)Root(workflow)["jobs"]).Children.Values.Cast<YamlMappingNode>()];
        Assert.NotEmpty(jobs);
        Assert.All(jobs, job =>
        {
            Assert.NotNull(Text(job, "timeout-minutes"));
            Assert.All(((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>().Select(step => Text(step, "uses")).OfType<string>(), action => Assert.Matches(@"\A[\w./-]+@(v\d+(\.\d+){0,2}|[0-9a-f]{40})\z", action));
            // An expression inside a script is pasted, not quoted: values come through env.
            Assert.All(((YamlSequenceNode)job["steps"]).Cast<YamlMappingNode>().Select(step => Text(step, "run")).OfType<string>(), script => Assert.DoesNotContain("${{", script, StringComparison.Ordinal));
        });
    }

    private static YamlMappingNode Root(string workflow)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Path.Combine(Folder, workflow));
        yaml.Load(reader);
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    private static YamlMappingNode Job(string workflow, string job) => (YamlMappingNode)((YamlMappingNode)Root(workflow)["jobs"])[job];

    private static YamlMappingNode[] Steps(string workflow, string job) => [.. ((YamlSequenceNode)Job(workflow, job)["steps"]).Cast<YamlMappingNode>()];

    private static string? Text(YamlMappingNode node, string key) => node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? value) ? value.ToString() : null;

    [GeneratedRegex("for output in (?<names>[A-Za-z ]+); do", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Outputs();
}
