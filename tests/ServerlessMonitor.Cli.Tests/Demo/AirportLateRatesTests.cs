using ServerlessMonitor.Cli.Demo;

namespace ServerlessMonitor.Cli.Tests.Demo;

public sealed class AirportLateRatesTests
{
    [Fact]
    public void Rate_ManyFewAndNoFlights_IsDrawnToTheOverallRate()
    {
        var flights = Enumerable.Range(0, 1000).Select(i => (0, i % 2 == 0)).Append((1, true));

        var rates = new AirportLateRates(3, flights);

        Assert.Equal(501.0 / 1001, rates.Overall, 12);
        Assert.Equal((500 + (50 * rates.Overall)) / 1050, rates[0], 12);
        Assert.Equal((1 + (50 * rates.Overall)) / 51, rates[1], 12);
        Assert.Equal(rates.Overall, rates[2], 12);
    }

    [Fact]
    public void Rate_NoFlightsAtAll_IsZero() => Assert.Equal(0, new AirportLateRates(1, [])[0]);
}
