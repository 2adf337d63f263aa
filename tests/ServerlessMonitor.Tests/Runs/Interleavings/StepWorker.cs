namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>A run that goes from one store call to the next only when the test says so, and that can be killed at any of them.</summary>
internal sealed class StepWorker
{
    // Whoever calls a store finds its own worker here; the test itself has none and is never held up.
    private static readonly AsyncLocal<StepWorker?> Current = new();
    private readonly Task _run;
    private TaskCompletionSource _parked = NewSignal();
    private TaskCompletionSource _gate = NewSignal();
    private bool _killed;

    public StepWorker(object? message, Func<Task> run)
    {
        Message = message;
        _run = RunAsync(run);
    }

    /// <summary>What it works on.</summary>
    public object? Message { get; }

    /// <summary>Whether it has come to its end, one way or another.</summary>
    public bool IsDone => _run.IsCompleted;

    /// <summary>What it threw; null when it came to a good end.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>Called by stores before they do anything.</summary>
    public static Task YieldAsync() => Current.Value?.ParkAsync() ?? Task.CompletedTask;

    /// <summary>Lets it go on to its next store call.</summary>
    public async Task StepAsync()
    {
        if (IsDone)
        {
            return;
        }

        await _parked.Task;
        _parked = NewSignal();
        Task parked = _parked.Task;
        TaskCompletionSource gate = _gate;
        _gate = NewSignal();
        gate.SetResult();
        await Task.WhenAny(parked, _run);
    }

    /// <summary>Ends it where it is: no store hears of it any more.</summary>
    public async Task KillAsync()
    {
        _killed = true;
        await StepAsync();
        await _run;
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private async Task RunAsync(Func<Task> run)
    {
        Current.Value = this;
        try
        {
            await ParkAsync();
            await run();

            // The message is still to be deleted.
            await ParkAsync();
        }
        catch (Exception exception)
        {
            Failure = exception;
        }
    }

    private async Task ParkAsync()
    {
        Throw();
        Task gate = _gate.Task;
        _parked.SetResult();
        await gate;
        Throw();
    }

    private void Throw()
    {
        if (_killed)
        {
            throw new FaultyStores.KilledException();
        }
    }
}
