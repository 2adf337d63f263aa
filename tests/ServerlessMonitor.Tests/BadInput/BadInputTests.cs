using System.Collections.Concurrent;
using ServerlessMonitor.TestKit.BadInput;

namespace ServerlessMonitor.Tests.BadInput;

/// <summary>The list of bad input, case by case; what is seen of each is <c>docs/bad-input.md</c>.</summary>
public sealed class BadInputTests(BadInputTests.Results results) : IClassFixture<BadInputTests.Results>
{
    private static readonly (string Section, IReadOnlyList<BadInputCase> Cases)[] Sections =
    [
        ("headers", HeaderCases.All),
        ("text", TextCases.All),
        ("values", ValueCases.All),
        ("formats", FormatCases.All),
        ("names", NameCases.All),
        ("monitors", MonitorCases.All),
        ("clocks", ClockCases.All),
    ];

    public static TheoryData<string> Titles => [.. Sections.SelectMany(section => section.Cases).Select(item => item.Title)];

    public static TheoryData<string> SectionNames => [.. Sections.Select(section => section.Section)];

    [Theory]
    [MemberData(nameof(Titles))]
    public async Task Case_EndsAsItMust_SaysSo_AndLosesNothingElse(string title)
    {
        BadInputCase item = Sections.SelectMany(section => section.Cases).Single(item => item.Title == title);
        Seen seen = await results.OfAsync(item);

        Assert.True(item.Ending == seen.Ending, $"{seen.Ending}: {string.Join('\n', seen.Messages)}");
        Assert.True(item.Ending == Ending.Accepted || seen.Messages.Count > 0, "Nothing was said.");
        Assert.All(seen.Messages, message => Assert.False(string.IsNullOrWhiteSpace(message)));
        Assert.All(item.Says, said => Assert.Contains(said, string.Join('\n', seen.Messages), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(SectionNames))]
    public async Task Document_SaysWhatIsSeen(string section)
    {
        var items = new List<BadInputItem>();
        foreach (BadInputCase item in Sections.Single(known => known.Section == section).Cases)
        {
            Seen seen = await results.OfAsync(item);
            items.Add(new BadInputItem(item.Title, item.Input, seen.Ending, seen.Messages));
        }

        BadInputDocument.Check(section, items);
    }

    /// <summary>Every case runs once, whoever asks.</summary>
    public sealed class Results
    {
        private readonly ConcurrentDictionary<string, Lazy<Task<Seen>>> _seen = new(StringComparer.Ordinal);

        internal Task<Seen> OfAsync(BadInputCase item) => _seen.GetOrAdd(item.Title, _ => new Lazy<Task<Seen>>(() => BadInputSuite.RunAsync(item))).Value;
    }
}
