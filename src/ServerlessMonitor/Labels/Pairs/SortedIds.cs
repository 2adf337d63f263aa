namespace ServerlessMonitor.Labels.Pairs;

/// <summary>Hashes of ids, ascending.</summary>
internal static class SortedIds
{
    /// <summary>Whether two lists share a hash.</summary>
    public static bool ShareAny(ReadOnlySpan<ulong> one, ReadOnlySpan<ulong> other)
    {
        int at = 0;
        foreach (ulong hash in one)
        {
            while (at < other.Length && other[at] < hash)
            {
                at++;
            }

            if (at == other.Length)
            {
                return false;
            }

            if (other[at] == hash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Marks the hashes of <paramref name="ids"/> that <paramref name="hashes"/> have.</summary>
    public static void Mark(ReadOnlySpan<ulong> ids, ReadOnlySpan<ulong> hashes, Span<bool> marks)
    {
        int at = 0;
        foreach (ulong hash in hashes)
        {
            while (at < ids.Length && ids[at] < hash)
            {
                at++;
            }

            if (at == ids.Length)
            {
                return;
            }

            marks[at] |= ids[at] == hash;
        }
    }

    /// <summary>The part of them between two hashes, both included.</summary>
    public static ReadOnlySpan<ulong> Between(ReadOnlySpan<ulong> hashes, ulong least, ulong most)
    {
        int start = FirstFrom(hashes, least);
        int end = most == ulong.MaxValue ? hashes.Length : FirstFrom(hashes, most + 1);
        return hashes[start..end];
    }

    /// <summary>Sorts hashes and leaves each once.</summary>
    public static ulong[] Distinct(List<ulong> hashes)
    {
        hashes.Sort();
        int kept = 0;
        for (int i = 0; i < hashes.Count; i++)
        {
            if (i == 0 || hashes[i] != hashes[i - 1])
            {
                hashes[kept++] = hashes[i];
            }
        }

        return [.. hashes.Take(kept)];
    }

    private static int FirstFrom(ReadOnlySpan<ulong> hashes, ulong least)
    {
        int place = hashes.BinarySearch(least);
        place = place < 0 ? ~place : place;
        while (place > 0 && hashes[place - 1] == least)
        {
            place--;
        }

        return place;
    }
}
