using System.Globalization;
using Spectre.Console;

namespace ServerlessMonitor.Cli.Output;

/// <summary>Shows how far work over bytes has come: a bar on a terminal, now and then a line in a pipe. Short work shows nothing.</summary>
internal static class ByteProgress
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work.</summary>
    /// <param name="context">Where progress is written: standard error, so that results stay clean.</param>
    /// <param name="what">For people: <c>reading train.csv</c>.</param>
    /// <param name="total">All bytes.</param>
    /// <param name="work">Reports how many bytes are done, ever more.</param>
    public static Task<T> RunAsync<T>(CommandContext context, string what, long total, Func<IProgress<long>, Task<T>> work) =>
        context.ErrorIsTerminal ? BarAsync(context, what, total, work) : work(new Lines(context, what, total));

    private static Task<T> BarAsync<T>(CommandContext context, string what, long total, Func<IProgress<long>, Task<T>> work) =>
        context.ErrorConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress =>
            {
                var task = progress.AddTask(Markup.Escape(what), maxValue: Math.Max(1, total));
                return work(new Bar(task));
            });

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }

    private sealed class Lines(CommandContext context, string what, long total) : IProgress<long>
    {
        private readonly Lock _gate = new();
        private long _last = context.Time.GetTimestamp();

        public void Report(long value)
        {
            lock (_gate)
            {
                if (context.Time.GetElapsedTime(_last) < Patience)
                {
                    return;
                }

                _last = context.Time.GetTimestamp();
            }

            var percent = total == 0 ? 100 : Math.Min(100, 100.0 * value / total);
            context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {percent:0} % of {Words.Bytes(total)}"));
        }
    }
}
