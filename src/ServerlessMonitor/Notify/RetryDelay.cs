using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServerlessMonitor.Notify;

/// <summary>How long to wait after a failed try.</summary>
internal static class RetryDelay
{
    /// <summary>
    /// Doubles with each try from <see cref="NotifyOptions.FirstRetry"/> up to <see cref="NotifyOptions.LongestRetry"/>, less up to a quarter of jitter so
    /// that groups do not come back together. The jitter depends on group and try alone: the same request always gives the same delay. What the service
    /// asks for is the least, unless it asks for more than the longest.
    /// </summary>
    public static TimeSpan After(NotifyRequest request, TimeSpan? retryAfter, NotifyOptions options)
    {
        double seconds = Math.Min(
            options.FirstRetry.TotalSeconds * Math.Pow(2, Math.Min(request.Attempt, 40)),
            options.LongestRetry.TotalSeconds);
        var delay = TimeSpan.FromSeconds(seconds * (1 - (0.25 * Fraction(request))));
        TimeSpan asked = retryAfter ?? TimeSpan.Zero;
        return asked <= delay ? delay : asked < options.LongestRetry ? asked : options.LongestRetry;
    }

    private static double Fraction(NotifyRequest request)
    {
        string seed = string.Create(CultureInfo.InvariantCulture, $"{request.Group.Receiver}\0{request.Group.Channel}\0{request.Group.Key}\0{request.Attempt}");
        return BinaryPrimitives.ReadUInt32LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(seed))) / (uint.MaxValue + 1.0);
    }
}
