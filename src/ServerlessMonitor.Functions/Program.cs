using Microsoft.Extensions.Hosting;
using ServerlessMonitor.Functions;

MonitorHost.Create(args).Run();
