using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Tests.Notify.Config;

public sealed class RouteTests
{
    private static readonly Route Root = AlertingConfig.Parse("""
        route:
          receiver: default
          routes:
            - receiver: first
              matchers: ['severity="critical"']
              continue: true
            - receiver: second
              matchers: ['model=~"flight.*"']
              routes:
                - receiver: deep
                  matchers: ['column!=""', 'owner!~"a|b"']
            - receiver: third
              matchers: ['model="flight-delay"']
        receivers: [{name: default}, {name: first}, {name: second}, {name: third}, {name: deep}]
        """).Root;

    [Theory]
    [InlineData("model=other", "default")]
    [InlineData("model=other,severity=critical", "first")]
    [InlineData("model=flight-delay", "second")]
    [InlineData("model=my-flight", "default")]
    [InlineData("model=flight-delay,severity=critical", "first,second")]
    [InlineData("model=flight-delay,column=distance", "deep")]
    [InlineData("model=flight-delay,column=distance,owner=b", "second")]
    public void Match_Labels_TakesTheDeepestRoutesInOrder(string labels, string receivers)
    {
        Assert.Equal(receivers.Split(','), Root.Match(Labels(labels)).Select(route => route.Receiver));
    }

    [Theory]
    [InlineData("severity=critical", "severity", "=", "critical")]
    [InlineData(" severity = \"a, b\" ", "severity", "=", "a, b")]
    [InlineData("{severity!=\"a\\\"b\\\\c\\n\"}", "severity", "!=", "a\"b\\c\n")]
    [InlineData("severity=~\"a|b\"", "severity", "=~", "a|b")]
    [InlineData("severity!~\"\\\\d+\"", "severity", "!~", "\\d+")]
    [InlineData("severity=", "severity", "=", "")]
    public void LabelMatcher_AsAlertmanagerWritesIt_IsRead(string text, string name, string @operator, string value)
    {
        LabelMatcher matcher = Assert.Single(LabelMatcher.Parse(text, out string? error));

        Assert.Null(error);
        Assert.Equal((name, @operator, value), (matcher.Name, matcher.Operator, matcher.Value));
    }

    [Fact]
    public void LabelMatcher_SeveralInBraces_AreAllRead()
    {
        Assert.Equal(["a", "b"], LabelMatcher.Parse("{a=\"1\",b!=\"2\",}", out _).Select(matcher => matcher.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{a=\"1\"")]
    [InlineData("a==\"1\"")]
    [InlineData("a=\"1\" b=\"2\"")]
    [InlineData("1a=\"1\"")]
    [InlineData("a=\"1")]
    [InlineData("a=~\"(?=x)\"")]
    public void LabelMatcher_Wrong_IsRefused(string text)
    {
        Assert.Empty(LabelMatcher.Parse(text, out string? error));
        Assert.NotNull(error);
    }

    [Fact]
    public void GroupLabels_AllLabels_MakesEveryAlertAGroup()
    {
        IReadOnlyDictionary<string, string> labels = Labels("model=a,column=b");

        Assert.Equal(labels, (Root with { GroupBy = ["..."] }).GroupLabels(labels));
        Assert.Equal(["model"], Root.GroupLabels(labels).Keys);
    }

    private static Dictionary<string, string> Labels(string text) =>
        text.Split(',').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
