using System.Net.Sockets;
using System.Text;

namespace ServerlessMonitor.Tests.Notify.Hostile;

/// <summary>The ways in which services fail, each as it looks on the wire.</summary>
internal static class HostileChannel
{
    private static readonly byte[] Endless = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));

    /// <summary>What is done with a connection, by name. <c>STATUS</c> stands for the status with which the service would accept.</summary>
    public static IReadOnlyDictionary<string, Func<string, NetworkStream, Socket, CancellationToken, Task>> Behaviours { get; } =
        new Dictionary<string, Func<string, NetworkStream, Socket, CancellationToken, Task>>(StringComparer.Ordinal)
        {
            ["never answers"] = (_, _, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, token),
            ["accepts, then drips its answer"] = async (status, stream, _, token) =>
            {
                await WriteAsync(stream, $"HTTP/1.1 {status} X\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n", token);
                while (true)
                {
                    await WriteAsync(stream, "x", token);
                    await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, token);
                }
            },
            ["accepts, with an endless answer"] = async (status, stream, _, token) =>
            {
                await WriteAsync(stream, $"HTTP/1.1 {status} X\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\n", token);
                while (true)
                {
                    await stream.WriteAsync(Endless, token);
                }
            },
            ["accepts, but the answer breaks off"] = (status, stream, _, token) =>
                WriteAsync(stream, $"HTTP/1.1 {status} X\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nok", token),
            ["takes the request, then resets"] = (_, _, socket, _) =>
            {
                socket.LingerState = new LingerOption(enable: true, seconds: 0);
                return Task.CompletedTask;
            },
            ["takes the request, then closes"] = (_, _, _, _) => Task.CompletedTask,
            ["answers 200 with an error page"] = Answer("200 OK", "<html>Service unavailable: S3CRET-token/with.dots</html>"),
            ["answers 200 with an error in JSON"] = Answer("200 OK", "{\"error\":\"no such channel\"}"),
            ["is down behind a proxy"] = Answer("503 Service Unavailable", "S3CRET-token/with.dots"),
            ["throttles by seconds"] = Answer("429 Too Many Requests", string.Empty, "Retry-After: 7"),
            ["throttles by a date"] = Answer("429 Too Many Requests", string.Empty, $"Retry-After: {TimeProvider.System.GetUtcNow().AddMinutes(30):R}"),
            ["redirects"] = Answer("302 Found", string.Empty, "Location: http://127.0.0.1:9/S3CRET-token/with.dots"),
            ["is something else"] = (_, stream, _, token) => WriteAsync(stream, "SSH-2.0-OpenSSH_9.6\r\n", token),
        };

    private static Func<string, NetworkStream, Socket, CancellationToken, Task> Answer(string status, string body, string header = "X-Hostile: yes") =>
        (_, stream, _, token) => WriteAsync(stream, $"HTTP/1.1 {status}\r\n{header}\r\nContent-Type: text/html\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}", token);

    private static Task WriteAsync(NetworkStream stream, string text, CancellationToken token) => stream.WriteAsync(Encoding.ASCII.GetBytes(text), token).AsTask();
}
