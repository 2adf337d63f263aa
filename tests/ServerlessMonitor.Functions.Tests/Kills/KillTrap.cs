namespace ServerlessMonitor.Functions.Tests.Kills;

/// <summary>Waits for the n-th request of one kind that is about one of some models, and says once that its sender must die now.</summary>
internal sealed class KillTrap
{
    private readonly Lock _gate = new();
    private Armed? _armed;

    /// <summary>Sets the trap.</summary>
    /// <param name="point">Where.</param>
    /// <param name="occurrence">Which of the matching requests, from 1.</param>
    /// <param name="models">The models one of which the request must be about.</param>
    /// <returns>The host that died and the model; never ends when no such request comes.</returns>
    public Task<(HostRun Host, string Model)> Arm(KillPoint point, int occurrence, IReadOnlyList<string> models)
    {
        lock (_gate)
        {
            _armed = new Armed(point, occurrence, models);
            return _armed.Fired.Task;
        }
    }

    /// <summary>Kills the sender if the trap waits for this request on this side of its effect.</summary>
    /// <returns>Whether it did.</returns>
    public async Task<bool> MeetsAsync(HostRun host, SeenRequest seen, Side side)
    {
        Armed armed;
        string? model;
        lock (_gate)
        {
            if (_armed is null || host.IsDead || _armed.Point.Side != side || !_armed.Point.Matches(seen))
            {
                return false;
            }

            model = _armed.Models.FirstOrDefault(name => seen.Text.Contains(name, StringComparison.Ordinal));
            if (model is null || ++_armed.Count < _armed.Occurrence)
            {
                return false;
            }

            armed = _armed;
            _armed = null;
        }

        await host.KillAsync();
        armed.Fired.SetResult((host, model));
        return true;
    }

    private sealed record Armed(KillPoint Point, int Occurrence, IReadOnlyList<string> Models)
    {
        public int Count { get; set; }

        public TaskCompletionSource<(HostRun Host, string Model)> Fired { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
