namespace ServerlessMonitor.Benchmarks;

/// <summary>How large a burst is.</summary>
/// <param name="Blobs">How many blobs.</param>
/// <param name="Hosts">How many processes of the app.</param>
/// <param name="Rows">Rows in each blob.</param>
/// <param name="Models">Over how many models they are spread.</param>
/// <param name="Waiting">How many events wait at most, as Event Grid would bring them; null: all are there before the hosts start.</param>
/// <param name="Apart">Whether Azurite's three services are processes of their own; usually it serves all from one, on one core.</param>
/// <param name="Count">Whether storage operations are counted, by a proxy that costs time.</param>
internal sealed record BurstSettings(int Blobs, int Hosts, int Rows, int Models, int? Waiting, bool Apart, bool Count);
