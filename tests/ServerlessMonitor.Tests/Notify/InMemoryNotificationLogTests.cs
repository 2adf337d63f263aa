using ServerlessMonitor.Notify;
using ServerlessMonitor.TestKit.Contracts;
using ServerlessMonitor.TestKit.InMemory;

namespace ServerlessMonitor.Tests.Notify;

public sealed class InMemoryNotificationLogTests : NotificationLogContract
{
    protected override Task<INotificationLog> CreateAsync() => Task.FromResult<INotificationLog>(new InMemoryNotificationLog());
}
