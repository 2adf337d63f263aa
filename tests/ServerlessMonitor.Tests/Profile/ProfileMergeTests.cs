using ServerlessMonitor.Contracts;
using ServerlessMonitor.Profile;

namespace ServerlessMonitor.Tests.Profile;

public sealed class ProfileMergeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Merge_Parts_EqualsTheProfileOfTheWhole()
    {
        DatasetProfile whole = await ProfileData.WholeAsync(ProfileData.Header + ProfileData.Rows(0, 1800, Minute));
        var merged = new DatasetProfile(whole.Schema);
        foreach (int start in new[] { 0, 1, 700, 1500 })
        {
            int end = start switch { 0 => 1, 1 => 700, 700 => 1500, _ => 1800 };
            merged.Merge(await ProfileData.WholeAsync(ProfileData.Header + ProfileData.Rows(start, end - start, Minute), ProfileData.Context(schema: whole.Schema)));
        }

        BatchProfilerTests.Equal(whole, merged);
    }

    [Fact]
    public async Task Merge_InTheSameOrder_GivesTheSameBytes()
    {
        string text = ProfileData.Header + ProfileData.Rows(0, 15_000, TimeSpan.FromSeconds(5));

        byte[] first = ProfileCodec.ToBytes(await MergeHoursAsync(text, throughBytes: false));
        byte[] second = ProfileCodec.ToBytes(await MergeHoursAsync(text, throughBytes: true));

        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Merge_LeavesTheOtherAsItIs()
    {
        DatasetProfile left = await ProfileData.WholeAsync(ProfileData.Header + ProfileData.Rows(0, 100, Minute));
        DatasetProfile right = await ProfileData.WholeAsync(ProfileData.Header + ProfileData.Rows(100, 100, Minute), ProfileData.Context(schema: left.Schema));
        byte[] before = ProfileCodec.ToBytes(right);

        left.Merge(right);
        left.Merge(left.Copy());

        Assert.Equal(before, ProfileCodec.ToBytes(right));
        Assert.Equal(400, left.Rows);
    }

    [Fact]
    public async Task Merge_ColumnOfAnotherKind_KeepsTheMoreGeneralKindEitherWay()
    {
        DatasetProfile numbers = await ProfileData.WholeAsync("a,b\n1,5\n2,\n");
        DatasetProfile words = await ProfileData.WholeAsync("a,b\n1,x\n2,y\n3,\n");
        DatasetProfile left = numbers.Copy();
        left.Merge(words);
        DatasetProfile right = words.Copy();
        right.Merge(numbers);

        foreach (ColumnProfile column in new[] { left.Columns["b"], right.Columns["b"] })
        {
            Assert.Equal((ColumnKind.Categorical, 2L, 2L, 1L), (column.Kind, column.Present, column.Missing, column.Invalid));
            Assert.Equal(2, column.Items!.ItemCount);
            Assert.Null(column.Moments);
        }
    }

    [Fact]
    public async Task Merge_AnotherTask_IsRefused()
    {
        DatasetProfile binary = await ProfileData.WholeAsync("prediction\n1\n0\n");
        DatasetProfile regression = await ProfileData.WholeAsync("prediction\n1.5\n0\n");

        Assert.Throws<ArgumentException>(() => binary.Merge(regression));
    }

    private static async Task<DatasetProfile> MergeHoursAsync(string text, bool throughBytes)
    {
        BatchProfile batch = await ProfileData.ProfileAsync(text);
        var merged = new DatasetProfile(batch.Schema);
        foreach ((DateTimeOffset _, DatasetProfile profile) in batch.Hours)
        {
            merged.Merge(throughBytes ? ProfileCodec.FromBytes(ProfileCodec.ToBytes(profile)) : profile);
        }

        return merged;
    }
}
