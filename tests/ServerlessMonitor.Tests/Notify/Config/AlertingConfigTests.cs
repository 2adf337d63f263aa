using ServerlessMonitor.Notify.Config;

namespace ServerlessMonitor.Tests.Notify.Config;

public sealed class AlertingConfigTests
{
    [Fact]
    public void Parse_LeastFile_HasTheDefaults()
    {
        AlertingConfig config = AlertingConfig.Parse("route: {receiver: a}\nreceivers: [{name: a}]");

        Assert.Equal("a", config.Root.Receiver);
        Assert.Equal(["model", "version"], config.Root.GroupBy);
        Assert.Equal(TimeSpan.FromSeconds(30), config.Root.GroupWait);
        Assert.Equal(TimeSpan.FromMinutes(5), config.Root.GroupInterval);
        Assert.Equal(TimeSpan.FromHours(4), config.Root.RepeatInterval);
        Assert.Equal(["a"], config.Receivers);
    }

    [Fact]
    public void Parse_Children_TakeWhatTheyDoNotSayFromTheirParent()
    {
        AlertingConfig config = AlertingConfig.Parse("""
            route:
              receiver: a
              group_by: [model]
              group_wait: 0s
              group_interval: 1m30s
              repeat_interval: 1d12h
              routes:
                - matchers: ['severity="critical"', 'model=~"a|b"']
                  continue: true
                  routes:
                    - receiver: b
                      group_by: ['...']
                      group_wait: 500ms
            receivers:
              - name: a
              - name: b
            """);

        Route child = Assert.Single(config.Root.Routes);
        Route grandchild = Assert.Single(child.Routes);
        Assert.True(child.Continue);
        Assert.Equal("a", child.Receiver);
        Assert.Equal(["model"], child.GroupBy);
        Assert.Equal(TimeSpan.FromSeconds(90), grandchild.GroupInterval);
        Assert.Equal(TimeSpan.FromHours(36), grandchild.RepeatInterval);
        Assert.Equal(TimeSpan.FromMilliseconds(500), grandchild.GroupWait);
        Assert.False(grandchild.Continue);
        Assert.Equal("severity=\"critical\"", $"{child.Matchers[0]}");
    }

    [Theory]
    [InlineData("route: &r {receiver: a}\nreceivers: [{name: a}]", 1, 8, "the anchor '&r' is not allowed")]
    [InlineData("route: {receiver: a, routes: [*r, *r]}\nreceivers: [{name: a}]", 1, 31, "the alias '*r' is not allowed")]
    [InlineData("route: !!map {receiver: a}\nreceivers: [{name: a}]", 1, 8, "the tag")]
    [InlineData("route: {receiver: a, routes: [[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}", 1, 44, "nested deeper than 16 levels")]
    public void Parse_WhatHidesWhatTheFileSays_IsRefused(string text, long line, long column, string message)
    {
        AlertingConfigException exception = Assert.Throws<AlertingConfigException>(() => AlertingConfig.Parse(text));

        AlertingProblem first = exception.Problems[0];
        Assert.Equal((line, column), (first.Line, first.Column));
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_Bombs_AreRefusedAtOnce()
    {
        string aliases = "a: &a [x, x, x, x, x, x, x, x, x]\n" + string.Concat(
            Enumerable.Range('b', 9).Select(level => $"{(char)level}: &{(char)level} [{string.Join(", ", Enumerable.Repeat($"*{(char)(level - 1)}", 9))}]\n"));
        foreach (string text in (string[])[aliases, "route: #" + new string('x', 10_000_000), "route: " + new string('[', 1_000_000), "route: " + new string('[', 400)])
        {
            AlertingConfigException exception = Assert.Throws<AlertingConfigException>(() => AlertingConfig.Parse(text));
            Assert.InRange(exception.Problems.Count, 1, 20);
            Assert.Throws<AlertingConfigException>(() => ReceiversConfig.Parse(text, [], ["a"]));
        }
    }

    [Theory]
    [InlineData("route: {receiver: a, groupby: [model]}\nreceivers: [{name: a}]", 1, 22, "route.groupby", "unknown key; expected one of: receiver, group_by")]
    [InlineData("route: {receiver: b}\nreceivers: [{name: a}]", 1, 19, "route.receiver", "'b' is not in receivers; expected one of: a")]
    [InlineData("route: {receiver: a}\nreceivers:\n  - name: a\n  - nam: a", 4, 5, "receivers[1].nam", "expected one of: name")]
    [InlineData("route: {receiver: a}\nreceivers: [{name: a}, {name: a}]", 2, 31, "receivers[1].name", "twice")]
    [InlineData("route:\n  receiver: a\n  group_wait: 5 minutes\nreceivers: [{name: a}]", 3, 15, "route.group_wait", "'5 minutes' is not a duration; expected for example 30s")]
    [InlineData("route:\n  receiver: a\n  group_interval: 0s\nreceivers: [{name: a}]", 3, 19, "route.group_interval", "longer than 0s")]
    [InlineData("route:\n  receiver: a\n  matchers: []\nreceivers: [{name: a}]", 3, 13, "route.matchers", "cannot have this key")]
    [InlineData("route:\n  receiver: a\n  group_by: [modle]\nreceivers: [{name: a}]", 3, 13, "route.group_by", "no alert has the label 'modle'")]
    [InlineData("route:\n  receiver: a\n  group_by: ['...', model]\nreceivers: [{name: a}]", 3, 13, "route.group_by", "must stand alone")]
    [InlineData("route:\n  receiver: a\n  routes:\n    - matchers: ['severity~x']\nreceivers: [{name: a}]", 4, 17, "route.routes[0].matchers", "is not a matcher")]
    [InlineData("route:\n  receiver: a\n  routes:\n    - matchers: ['severity=~\"(\"']\nreceivers: [{name: a}]", 4, 17, "route.routes[0].matchers", "pattern cannot be used")]
    [InlineData("route:\n  receiver: a\n  routes:\n    - matchers: ['team=\"x\"']\nreceivers: [{name: a}]", 4, 17, "route.routes[0].matchers", "no alert has the label 'team'")]
    [InlineData("route:\n  receiver: a\n  routes:\n    - continue: maybe\nreceivers: [{name: a}]", 4, 17, "route.routes[0].continue", "true or false")]
    [InlineData("route: [a]\nreceivers: [{name: a}]", 1, 8, "route", "expected a mapping")]
    [InlineData("receivers: [{name: a}]", 1, 1, "route", "is missing")]
    [InlineData("route: {receiver: a}", 1, 1, "receivers", "is missing")]
    [InlineData("route: {receiver: a\nreceivers: 1", 1, 17, "yaml", "is not YAML")]
    [InlineData("route: {receiver: a}}\nreceivers: 1", 1, 21, "yaml", "is not YAML")]
    [InlineData("", 1, 1, "yaml", "expected one document")]
    public void Parse_Wrong_SaysWhereAndWhatWasExpected(string text, int line, int column, string key, string message)
    {
        AlertingConfigException failure = Assert.Throws<AlertingConfigException>(() => AlertingConfig.Parse(text));

        AlertingProblem problem = failure.Problems[0];
        Assert.Equal(("alerting.yaml", line, column, key), (problem.File, problem.Line, problem.Column, problem.Key));
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Contains($"alerting.yaml:{line}:{column}: {key}: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_SeveralProblems_TellsAllInOrder()
    {
        AlertingConfigException failure = Assert.Throws<AlertingConfigException>(() =>
            AlertingConfig.Parse("route:\n  receiver: x\n  group_wait: 1\nreceivers: [{name: a, slack_configs: []}]"));

        Assert.Equal(["route.receiver", "route.group_wait", "receivers[0].slack_configs"], failure.Problems.Select(problem => problem.Key));
    }

    [Fact]
    public void Parse_RoutesThatContainThemselves_IsRefused()
    {
        Assert.ThrowsAny<AlertingConfigException>(() => AlertingConfig.Parse("""
            route: &self
              receiver: a
              routes: [*self]
            receivers: [{name: a}]
            """));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    [InlineData("90s", 90)]
    [InlineData("1h1m1s", 3661)]
    [InlineData("1w", 604800)]
    [InlineData("1500ms", 1.5)]
    public void PrometheusDuration_Valid_IsRead(string text, double seconds)
    {
        Assert.True(PrometheusDuration.TryParse(text, out TimeSpan duration));
        Assert.Equal(seconds, duration.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("1m1h")]
    [InlineData("999999999y")]
    public void PrometheusDuration_Invalid_IsRefused(string text)
    {
        Assert.False(PrometheusDuration.TryParse(text, out _));
    }
}
