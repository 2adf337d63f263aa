using System.Text.RegularExpressions;

namespace ServerlessMonitor.Architecture.Tests.Infra;

/// <summary>No file of the repository holds a secret, but for the one that Azurite publishes.</summary>
public sealed partial class NoSecretsTests
{
    private const long LargestText = 4 << 20;

    // The key of devstoreaccount1, in the documentation of every storage emulator.
    private const string AzuriteKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly string[] Skipped = [".git", "artifacts", "bin", "obj", "node_modules", "TestResults", ".vs", ".idea", ".local", "BenchmarkDotNet.Artifacts"];

    [Fact]
    public void Files_OfTheRepository_HoldNoSecret()
    {
        int read = 0;
        var found = new List<string>();
        foreach (string path in Files(new DirectoryInfo(SourceTree.Root)))
        {
            read++;
            string[] lines = File.ReadAllLines(path);
            for (int line = 0; line < lines.Length; line++)
            {
                found.AddRange(Secrets(lines[line]).Select(kind => $"{Path.GetRelativePath(SourceTree.Root, path)}:{line + 1}: {kind}"));
            }
        }

        Assert.True(read >= 300, $"read {read} files");
        Assert.Empty(found);
    }

    [Fact]
    public void LocalSettings_AreNeverCommittedOrPublished()
    {
        Assert.Contains("local.settings.json", File.ReadAllLines(Path.Combine(SourceTree.Root, ".gitignore")));
        string project = File.ReadAllText(Path.Combine(SourceTree.Root, "src", "ServerlessMonitor.Functions", "ServerlessMonitor.Functions.csproj"));
        Assert.Matches("local\\.settings\\.json\"[^>]*CopyToPublishDirectory=\"Never\"", project);
    }

    // Put together here, so that this file does not hold what it looks for.
    [Theory]
    [InlineData("storage key", "AccountKey=" + "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA")]
    [InlineData("88 characters of base64, as storage keys have", "'q83vEjRWeJCrze8SNFZ4kKvN7xI0Vniq83vEjRWeJCrze8SNFZ" + "4kKvN7xI0Vniq83vEjRWeJCrze8SNFZ4kKvw=='")]
    [InlineData("shared access signature", "?sv=2024-11-04&sig=" + "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA%3D")]
    [InlineData("Slack webhook", "https://hooks.slack.com/services/" + "T0ABCDEF1/B0ABCDEF2/abcdefghijklmnopqrstuvwx")]
    [InlineData("Slack token", "xoxb-" + "123456789012-abcdefghijkl")]
    [InlineData("SendGrid key", "SG." + "abcdefghijklmnopqrstuv.abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq")]
    [InlineData("private key", "-----BEGIN RSA " + "PRIVATE KEY-----")]
    [InlineData("GitHub token", "ghp_" + "abcdefghijklmnopqrstuvwxyz0123456789")]
    [InlineData("Application Insights key", "InstrumentationKey=" + "7a1e9a5c-2f6d-4b0e-9a43-7d1c8b1f0e11")]
    [InlineData("Teams webhook", "https://prod-12.westeurope.logic.azure.com/workflows/0123?sp=x&sig=" + "abcdefghijklmnopqrstuvwxyz0123456789-_abc")]
    public void Secrets_OfEachKind_AreSeen(string kind, string line) => Assert.Contains(kind.StartsWith("Teams", StringComparison.Ordinal) ? "shared access signature" : kind, Secrets(line));

    [Fact]
    public void Secrets_ThatAreNone_AreLeftAlone() => Assert.Empty(Secrets($"AccountKey={AzuriteKey};${{SlackWebhookUrl}} @Microsoft.KeyVault(SecretUri=x) sha512-{new string('a', 86)}=="));

    private static IEnumerable<string> Secrets(string line)
    {
        string text = line.Replace(AzuriteKey, string.Empty, StringComparison.Ordinal);
        if (StorageKey().IsMatch(text))
        {
            yield return "storage key";
        }

        if (LongBase64().IsMatch(text))
        {
            yield return "88 characters of base64, as storage keys have";
        }

        if (Signature().IsMatch(text))
        {
            yield return "shared access signature";
        }

        if (SlackWebhook().IsMatch(text))
        {
            yield return "Slack webhook";
        }

        if (SlackToken().IsMatch(text))
        {
            yield return "Slack token";
        }

        if (SendGridKey().IsMatch(text))
        {
            yield return "SendGrid key";
        }

        if (PrivateKey().IsMatch(text))
        {
            yield return "private key";
        }

        if (GitHubToken().IsMatch(text))
        {
            yield return "GitHub token";
        }

        if (InstrumentationKey().IsMatch(text))
        {
            yield return "Application Insights key";
        }
    }

    private static IEnumerable<string> Files(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => file.Length <= LargestText && file.Name is not "local.settings.json").Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name, StringComparer.Ordinal)).SelectMany(Files));

    [GeneratedRegex("(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex StorageKey();

    [GeneratedRegex("(?<![A-Za-z0-9+/=-])[A-Za-z0-9+/]{86}==(?![A-Za-z0-9+/=])", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex LongBase64();

    [GeneratedRegex("[?&]sig=[A-Za-z0-9%+/_-]{36,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Signature();

    [GeneratedRegex("hooks\\.slack\\.com/services/T[A-Z0-9]{8,}/B[A-Z0-9]{8,}/[A-Za-z0-9]{20,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SlackWebhook();

    [GeneratedRegex("xox[abprs]-[0-9A-Za-z-]{12,}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SlackToken();

    [GeneratedRegex("SG\\.[A-Za-z0-9_-]{22}\\.[A-Za-z0-9_-]{43}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex SendGridKey();

    [GeneratedRegex("-----BEGIN [A-Z ]*PRIVATE KEY-----", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PrivateKey();

    [GeneratedRegex("gh[pousr]_[A-Za-z0-9]{36}", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex GitHubToken();

    [GeneratedRegex("InstrumentationKey=[0-9a-f]{8}-[0-9a-f]{4}-", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex InstrumentationKey();
}
