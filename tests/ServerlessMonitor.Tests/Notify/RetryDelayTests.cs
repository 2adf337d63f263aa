using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Tests.Notify;

public sealed class RetryDelayTests
{
    private readonly NotifyOptions _options = new();

    [Theory]
    [InlineData(0, 30)]
    [InlineData(1, 60)]
    [InlineData(4, 480)]
    [InlineData(7, 3600)]
    [InlineData(49, 3600)]
    public void After_EachTry_DoublesUpToTheLongest(int attempt, int most)
    {
        for (int group = 0; group < 50; group++)
        {
            TimeSpan delay = RetryDelay.After(Request(group, attempt), retryAfter: null, _options);

            Assert.InRange(delay.TotalSeconds, most * 0.75, most);
        }
    }

    [Fact]
    public void After_ManyGroups_DoNotComeBackTogether()
    {
        Assert.True(Enumerable.Range(0, 50).Select(group => RetryDelay.After(Request(group, 3), retryAfter: null, _options)).Distinct().Count() > 40);
    }

    [Fact]
    public void After_SameRequest_IsTheSame()
    {
        Assert.Equal(RetryDelay.After(Request(1, 3), retryAfter: null, _options), RetryDelay.After(Request(1, 3), retryAfter: null, _options));
    }

    [Theory]
    [InlineData(1, 30)]
    [InlineData(600, 600)]
    [InlineData(86_400, 3600)]
    public void After_ServiceAsked_IsTheLeastButNotMoreThanTheLongest(int asked, int most)
    {
        TimeSpan delay = RetryDelay.After(Request(1, 0), TimeSpan.FromSeconds(asked), _options);

        Assert.InRange(delay.TotalSeconds, most * 0.75, most);
    }

    private static NotifyRequest Request(int group, int attempt) => new(new NotificationGroup("r", 0, $"{group}"), attempt, DateTimeOffset.UnixEpoch);
}
