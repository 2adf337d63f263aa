using ServerlessMonitor.TestKit.Azurite;

namespace Sdk.Tests.TestKit;

public sealed class UniqueNameTests
{
    [Theory]
    [InlineData("")]
    [InlineData("Ledger")]
    [InlineData("1st try: ünïcødé_with-everything/and far more than thirty letters")]
    public void For_AnyPrefix_IsValidEverywhereAndUnique(string prefix)
    {
        var names = Enumerable.Range(0, 100).Select(_ => UniqueName.For(prefix)).ToList();
        Assert.Equal(100, names.Distinct().Count());
        Assert.All(names, name => Assert.Matches("^[a-z][a-z0-9]{2,62}$", name));
    }
}
