using System.Net;
using ServerlessMonitor.Notify;
using ServerlessMonitor.TestKit;

namespace ServerlessMonitor.Tests.Notify;

/// <summary>What every channel promises, whatever the service.</summary>
public abstract class ChannelContract : IDisposable
{
    private readonly ChannelHarness _harness = new();

    /// <summary>The entry in <c>receivers.yaml</c>; its settings are those of the harness.</summary>
    protected abstract string Entry { get; }

    /// <summary>Where it posts to.</summary>
    protected abstract string Url { get; }

    protected abstract HttpStatusCode AcceptedStatus { get; }

    protected virtual string AcceptedBody => string.Empty;

    public void Dispose()
    {
        _harness.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Send_Accepted_IsSuccess()
    {
        _harness.Http.On(HttpMethod.Post, Url, AcceptedStatus, AcceptedBody);

        Assert.Null(await _harness.SendAsync(Entry));
        Assert.Single(_harness.Http.Requests);
    }

    [Theory]
    [ClassData(typeof(StatusCodes))]
    public async Task Send_Refused_IsRetryableOrFinalByTheTable(int status, bool retryable)
    {
        // A redirection too must not be followed: the address is a secret.
        _harness.Http.On(HttpMethod.Post, Url, _ =>
        {
            HttpResponseMessage response = StubHttp.Response((HttpStatusCode)status, $"you sent {ChannelHarness.Secret}");
            response.Headers.Location = new Uri("https://elsewhere.example.com/");
            return response;
        });

        NotifyFailure? failure = await _harness.SendAsync(Entry);

        Assert.NotNull(failure);
        Assert.Equal(retryable, failure.Retryable);
        Assert.Contains($"answered {status}", failure.Reason, StringComparison.Ordinal);
        AssertNoSecret(failure);
    }

    [Fact]
    public async Task Send_RetryAfterInSeconds_IsPassedOn()
    {
        _harness.Http.On(HttpMethod.Post, Url, _ => With("Retry-After", "120"));

        Assert.Equal(TimeSpan.FromMinutes(2), (await _harness.SendAsync(Entry))!.RetryAfter);
    }

    [Fact]
    public async Task Send_RetryAfterAsADate_IsPassedOn()
    {
        _harness.Http.On(HttpMethod.Post, Url, _ => With("Retry-After", _harness.Time.GetUtcNow().AddMinutes(3).ToString("R")));

        Assert.Equal(TimeSpan.FromMinutes(3), (await _harness.SendAsync(Entry))!.RetryAfter);
    }

    [Theory]
    [InlineData(HttpRequestError.NameResolutionError, "host name is not known")]
    [InlineData(HttpRequestError.ConnectionError, "no connection (nothing listens")]
    [InlineData(HttpRequestError.SecureConnectionError, "TLS")]
    public async Task Send_NoConnection_IsRetryable(HttpRequestError error, string why)
    {
        _harness.Http.On(HttpMethod.Post, Url, _ => throw new HttpRequestException(error, $"cannot reach {Url} with {ChannelHarness.Secret}"));

        NotifyFailure? failure = await _harness.SendAsync(Entry);

        Assert.True(failure!.Retryable);
        Assert.Contains(why, failure.Reason, StringComparison.Ordinal);
        AssertNoSecret(failure);
    }

    [Fact]
    public async Task Send_ConnectionBreaksOff_IsRetryable()
    {
        _harness.Http.On(HttpMethod.Post, Url, _ => throw new HttpIOException(HttpRequestError.ResponseEnded, ChannelHarness.Secret));

        NotifyFailure? failure = await _harness.SendAsync(Entry);

        Assert.True(failure!.Retryable);
        AssertNoSecret(failure);
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsRetryable()
    {
        _harness.Http.On(HttpMethod.Post, Url, _ => throw new TaskCanceledException("timeout", new TimeoutException()));

        NotifyFailure? failure = await _harness.SendAsync(Entry);

        Assert.True(failure!.Retryable);
        Assert.Contains("within 10 s", failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_Cancelled_Throws()
    {
        using var cancelled = new CancellationTokenSource();
        _harness.Http.On(HttpMethod.Post, Url, _ =>
        {
            cancelled.Cancel();
            throw new TaskCanceledException();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _harness.Channel(Entry).SendAsync(ChannelHarness.Message(), cancelled.Token));
    }

    [Fact]
    public async Task Send_Anything_LogsNoSecret()
    {
        _harness.Http.On(HttpMethod.Post, Url, AcceptedStatus, AcceptedBody);
        await _harness.SendAsync(Entry);
        _harness.Http.On(HttpMethod.Post, Url, HttpStatusCode.InternalServerError);
        await _harness.SendAsync(Entry);

        Assert.DoesNotContain(ChannelHarness.Secret, _harness.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(new Uri(Url).AbsolutePath, _harness.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SettingsMissing_NamesThemAndNoValue()
    {
        _harness.Settings.Remove("Url");
        _harness.Settings.Remove("Key");

        MissingSettingException failure = Assert.Throws<MissingSettingException>(() => _harness.Channel(Entry));

        Assert.Contains(failure.Name.Trim('$', '{', '}'), new[] { "Url", "Key" });
    }

    private static HttpResponseMessage With(string header, string value)
    {
        HttpResponseMessage response = StubHttp.Response(HttpStatusCode.TooManyRequests);
        response.Headers.TryAddWithoutValidation(header, value);
        return response;
    }

    private void AssertNoSecret(NotifyFailure failure)
    {
        Assert.DoesNotContain(ChannelHarness.Secret, $"{failure}", StringComparison.Ordinal);
        Assert.DoesNotContain(new Uri(Url).AbsolutePath, $"{failure}", StringComparison.Ordinal);
        Assert.DoesNotContain(ChannelHarness.Secret, _harness.Logged, StringComparison.Ordinal);
    }
}
