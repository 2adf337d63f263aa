using ServerlessMonitor.Cli;

return await CommandLine.RunAsync(args, CommandContext.OfProcess());
