namespace ServerlessMonitor.Tests.Notify;

/// <summary>Every HTTP status that a service may answer with, and whether the message may be taken later: run against each channel.</summary>
public sealed class StatusCodes : TheoryData<int, bool>
{
    private static readonly int[] Final =
    [
        300, 301, 302, 303, 304, 307, 308,
        400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421, 422, 423, 424, 426, 428, 431, 451, 499,
    ];

    private static readonly int[] Retryable = [408, 425, 429, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511, 520, 529, 599];

    public StatusCodes()
    {
        foreach (int status in Final)
        {
            Add(status, false);
        }

        foreach (int status in Retryable)
        {
            Add(status, true);
        }
    }
}
