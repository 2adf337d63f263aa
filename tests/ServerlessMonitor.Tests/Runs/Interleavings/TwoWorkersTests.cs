namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>
/// What chance seldom finds, at every point: one worker stands still after n store calls while a second change of the same blob comes and is handled to its end; then the first
/// goes on, or is killed and its message comes back. No sweep mends anything.
/// </summary>
public sealed class TwoWorkersTests
{
    private const int MostCalls = 40;
    private static readonly Act Upload = new(ActKind.Upload, 0, 1);
    private static readonly Act UploadOther = new(ActKind.Upload, 0, 2);
    private static readonly Act UploadUnreadable = new(ActKind.Upload, 0, 3);
    private static readonly Act Delete = new(ActKind.Delete, 0, 1);
    private static readonly Act Undelete = new(ActKind.Undelete, 0, 1);
    private static readonly Act OtherMonitor = new(ActKind.Monitor, 0, 2);
    private static readonly Act Redeliver = new(ActKind.Redeliver, 0, 0);

    private static readonly Dictionary<string, (Act[] Before, Act First, Act Second)> Changes = new(StringComparer.Ordinal)
    {
        ["delivered twice"] = ([], Upload, Redeliver),
        ["overwritten"] = ([], Upload, UploadOther),
        ["overwritten by what cannot be read"] = ([], Upload, UploadUnreadable),
        ["mended"] = ([], UploadUnreadable, Upload),
        ["deleted"] = ([], Upload, Delete),
        ["overwritten and deleted"] = ([Upload], UploadOther, Delete),
        ["undeleted while it is retracted"] = ([Upload], Delete, Undelete),
        ["written while it is retracted"] = ([Upload], Delete, UploadOther),
        ["deleted again while it counts again"] = ([Upload, Delete], Undelete, Delete),
        ["written and deleted after a deletion"] = ([Upload, Delete], UploadOther, Delete),
        ["read while the monitor changes"] = ([], Upload, OtherMonitor),
    };

    public static TheoryData<string, bool> Cases
    {
        get
        {
            var cases = new TheoryData<string, bool>();
            foreach (string change in Changes.Keys)
            {
                cases.Add(change, false);
                cases.Add(change, true);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SecondChange_AtAnyPointOfTheFirst_EndsInWhatIsThere(string change, bool isKilled)
    {
        (Act[] before, Act first, Act second) = Changes[change];
        for (int calls = 0; calls < MostCalls; calls++)
        {
            var world = new World(eventsGetLost: false);
            foreach (Act act in before)
            {
                await world.DoAsync(act);
                await world.DrainAsync();
            }

            await world.DoAsync(first);
            await world.TakeNewestAsync(calls);
            await world.DoAsync(second);
            await world.TakeNewestAsync(int.MaxValue);
            if (isKilled)
            {
                await world.DoAsync(new Act(ActKind.Kill, 0, 0));
            }

            await world.SettleAsync();
            Exception? wrong = await Record.ExceptionAsync(() => Truth.CheckAsync(world.Suite));
            Assert.True(wrong is null, $"With the second change after {calls} store calls of the first: {wrong}");
        }
    }
}
