using ServerlessMonitor.Monitors.Grammar;

namespace ServerlessMonitor.Tests.Monitors;

public sealed class NearestTests
{
    [Theory]
    [InlineData("freshnes", "freshness")]
    [InlineData("Freshness", "freshness")]
    [InlineData("volmue", "volume")]
    [InlineData("", null)]
    [InlineData("bananas", null)]
    public void Find_Name_IsTheNearestOrNone(string name, string? expected) =>
        Assert.Equal(expected, Nearest.Find(name, ["missing", "freshness", "volume"]));

    [Fact]
    public void Find_VeryLongName_IsNotCompared() => Assert.Null(Nearest.Find(new string('a', 10_000), [new string('a', 10_000)]));
}
