using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using ServerlessMonitor.Contracts;

namespace ServerlessMonitor.Functions.Http;

/// <summary>Errors as problem details (RFC 9457).</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    public static IActionResult BadRequest(string type, string detail) => Of(StatusCodes.Status400BadRequest, type, detail);

    public static IActionResult InvalidName(string model, string version) =>
        BadRequest("invalid-name", $"'{model}/{version}' is no model and version: each needs {ModelVersion.NameRule}.");

    public static IActionResult NotFound(string type, string detail) => Of(StatusCodes.Status404NotFound, type, detail);

    public static IActionResult Of(int status, string type, string detail) =>
        new ObjectResult(Details(status, type, detail)) { StatusCode = status, ContentTypes = { MediaType } };

    public static ProblemDetails Details(int status, string type, string detail) => new()
    {
        Type = $"urn:serverless-monitor:problem:{type}",
        Title = type.Replace('-', ' '),
        Status = status,
        Detail = detail,
    };
}
