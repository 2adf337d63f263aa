using ServerlessMonitor.Alert;
using ServerlessMonitor.TestKit.Contracts;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Alert;

public sealed class InMemoryAlertStoreTests : AlertStoreContract
{
    protected override Task<IAlertStore> CreateAsync() => Task.FromResult<IAlertStore>(new InMemoryAlertStore());
}
