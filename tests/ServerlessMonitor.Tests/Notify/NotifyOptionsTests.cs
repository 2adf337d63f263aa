using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessMonitor.Notify;

namespace ServerlessMonitor.Tests.Notify;

public sealed class NotifyOptionsTests
{
    public static TheoryData<string, Action<NotifyOptions>> Invalid => new()
    {
        { nameof(NotifyOptions.PublicBaseUrl), options => options.PublicBaseUrl = new Uri("/relative", UriKind.Relative) },
        { nameof(NotifyOptions.PublicBaseUrl), options => options.PublicBaseUrl = new Uri("ftp://example.com") },
        { nameof(NotifyOptions.PublicBaseUrl), options => options.PublicBaseUrl = new Uri("https://example.com/?code=x") },
        { nameof(NotifyOptions.RequestTimeout), options => options.RequestTimeout = TimeSpan.Zero },
        { nameof(NotifyOptions.RequestTimeout), options => (options.RequestTimeout, options.ClaimDuration) = (TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60)) },
        { nameof(NotifyOptions.ClaimDuration), options => options.ClaimDuration = TimeSpan.FromSeconds(1) },
        { nameof(NotifyOptions.MaxAttempts), options => options.MaxAttempts = 0 },
        { nameof(NotifyOptions.ReportAfterAttempts), options => options.ReportAfterAttempts = 0 },
        { nameof(NotifyOptions.FirstRetry), options => options.FirstRetry = TimeSpan.Zero },
        { nameof(NotifyOptions.LongestRetry), options => options.LongestRetry = TimeSpan.FromSeconds(29) },
        { nameof(NotifyOptions.MaxAlertsPerMessage), options => options.MaxAlertsPerMessage = 501 },
    };

    [Fact]
    public void Options_Defaults_AreAsDocumentedAndValid()
    {
        var options = new NotifyOptions();

        Assert.True(Validator.TryValidateObject(options, new ValidationContext(options), validationResults: null, validateAllProperties: true));
        Assert.Null(options.PublicBaseUrl);
        Assert.Equal(
            (TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(2), 32, 6, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), 50),
            (options.RequestTimeout, options.ClaimDuration, options.MaxAttempts, options.ReportAfterAttempts, options.FirstRetry, options.LongestRetry, options.MaxAlertsPerMessage));
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Options_Invalid_AreRefusedByName(string member, Action<NotifyOptions> change)
    {
        using ServiceProvider services = new ServiceCollection().AddNotify(change).BuildServiceProvider();

        OptionsValidationException failure = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IOptions<NotifyOptions>>().Value);

        Assert.Contains(member, failure.Message, StringComparison.Ordinal);
    }
}
