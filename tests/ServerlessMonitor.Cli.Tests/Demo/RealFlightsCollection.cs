namespace ServerlessMonitor.Cli.Tests.Demo;

/// <summary>Test classes that share the prepared flights.</summary>
[CollectionDefinition(RealFlights.Collection)]
public sealed class RealFlightsCollection : ICollectionFixture<RealFlights>;
