using SendGrid.Helpers.Mail;

namespace SendGrid;

/// <summary>Sends emails through SendGrid.</summary>
/// <remarks>The official interface has more members: consume it, but do not implement it outside this subset.</remarks>
public interface ISendGridClient
{
    /// <summary>Hands an email to SendGrid.</summary>
    /// <returns>202 when it was accepted, which is not yet delivered; errors of the service come back as a status, not as exceptions.</returns>
    /// <exception cref="HttpRequestException">The service could not be reached.</exception>
    Task<Response> SendEmailAsync(SendGridMessage msg, CancellationToken cancellationToken = default);
}
