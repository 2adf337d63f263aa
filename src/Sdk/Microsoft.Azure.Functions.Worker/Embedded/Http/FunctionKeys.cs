using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Azure.Functions.Worker.Embedded;

/// <summary>
/// The keys of HTTP functions. Off by default, as Core Tools has it on a laptop; the setting <c>FunctionsHttpAuth=on</c> turns them on. Keys are
/// settings: <c>FunctionsMasterKey</c> (required when on), <c>FunctionsHostKey</c>, <c>FunctionsSystemKey</c>, <c>FunctionsKey_&lt;Name&gt;</c>.
/// </summary>
internal sealed class FunctionKeys
{
    private const string Header = "x-functions-key";
    private const string Query = "code";

    private readonly IConfiguration _configuration;
    private readonly byte[]? _master;

    public FunctionKeys(IConfiguration configuration)
    {
        _configuration = configuration;
        IsOn = (configuration["FunctionsHttpAuth"] ?? "off").ToUpperInvariant() switch
        {
            "ON" => true,
            "OFF" => false,
            var other => throw new InvalidOperationException($"The setting FunctionsHttpAuth must be on or off, not {other}."),
        };
        _master = Hash(configuration["FunctionsMasterKey"]);
        if (IsOn && _master is null)
        {
            throw new InvalidOperationException("FunctionsHttpAuth is on, so the setting FunctionsMasterKey must hold a key.");
        }
    }

    /// <summary>Whether keys are asked for.</summary>
    public bool IsOn { get; }

    /// <summary>Whether a request carries the master key.</summary>
    public bool IsAdmin(HttpRequest request) => Matches(Presented(request), _master);

    /// <summary>Whether a request may pass.</summary>
    /// <param name="request">The request.</param>
    /// <param name="level">What is asked of it.</param>
    /// <param name="function">The function it is for; <see langword="null"/> for the host itself.</param>
    public bool Allows(HttpRequest request, AuthorizationLevel level, string? function)
    {
        if (!IsOn || level == AuthorizationLevel.Anonymous)
        {
            return true;
        }

        var presented = Presented(request);
        return Matches(presented, _master) || level switch
        {
            AuthorizationLevel.System => Matches(presented, Hash(_configuration["FunctionsSystemKey"])),
            AuthorizationLevel.Function => Matches(presented, Hash(_configuration["FunctionsHostKey"]))
                || (function is not null && Matches(presented, Hash(_configuration[$"FunctionsKey_{function}"]))),
            _ => false,
        };
    }

    /// <summary>The header wins over the query, even when it is wrong.</summary>
    private static byte[]? Presented(HttpRequest request) =>
        request.Headers.TryGetValue(Header, out var header) ? Hash(header.ToString()) : Hash(request.Query[Query].ToString());

    private static bool Matches(byte[]? presented, byte[]? key) =>
        presented is not null && key is not null && CryptographicOperations.FixedTimeEquals(presented, key);

    /// <summary>Hashed, so that keys of different lengths compare in the same time.</summary>
    private static byte[]? Hash(string? key) => string.IsNullOrEmpty(key) ? null : SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
