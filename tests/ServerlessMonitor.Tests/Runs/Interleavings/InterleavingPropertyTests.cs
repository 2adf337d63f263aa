using FsCheck;
using FsCheck.Fluent;

namespace ServerlessMonitor.Tests.Runs.Interleavings;

/// <summary>
/// Whatever happens in whatever order, with workers that stand still and die between any two calls of a store: in the end the stores say what the blobs say.
/// </summary>
public sealed class InterleavingPropertyTests
{
    // Workers must often get somewhere, or little would happen.
    private static readonly Gen<ActKind> Kinds = Gen.Frequency(
        (4, Gen.Constant(ActKind.Upload)),
        (2, Gen.Constant(ActKind.Delete)),
        (2, Gen.Constant(ActKind.Undelete)),
        (2, Gen.Constant(ActKind.Redeliver)),
        (3, Gen.Constant(ActKind.Label)),
        (2, Gen.Constant(ActKind.Unlabel)),
        (8, Gen.Constant(ActKind.Take)),
        (16, Gen.Constant(ActKind.Step)),
        (2, Gen.Constant(ActKind.Kill)),
        (2, Gen.Constant(ActKind.Sweep)),
        (1, Gen.Constant(ActKind.Housekeep)),
        (2, Gen.Constant(ActKind.Compact)),
        (1, Gen.Constant(ActKind.Monitor)),
        (2, Gen.Constant(ActKind.Wait)));

    private static readonly Arbitrary<Act[]> Histories = Arb.From(
        Gen.Choose(0, 1000).Two().Zip(Kinds, static (numbers, kind) => new Act(kind, numbers.Item1, numbers.Item2)).ArrayOf(),
        Shorter);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AnyHistory_EndsInTheProfilesOfTheBlobsThatAreThere(bool eventsGetLost) => Prop.ForAll(Histories, async history =>
    {
        var world = new World(eventsGetLost);
        foreach (Act act in history)
        {
            await world.DoAsync(act);
        }

        await world.SettleAsync();
        await Truth.CheckAsync(world.Suite);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithStartSize(20).WithEndSize(120));

    /// <summary>The history without one half, quarter, … and in the end without a single act.</summary>
    private static IEnumerable<Act[]> Shorter(Act[] history)
    {
        for (int length = history.Length; length >= 1; length /= 2)
        {
            for (int from = 0; from + length <= history.Length; from += length)
            {
                yield return [.. history[..from], .. history[(from + length)..]];
            }
        }
    }
}
