namespace SendGrid.Helpers.Mail;

/// <summary>Emails of the usual kinds.</summary>
public static class MailHelper
{
    /// <summary>An email to one recipient; a body that is null or empty is left out.</summary>
    public static SendGridMessage CreateSingleEmail(EmailAddress from, EmailAddress to, string subject, string? plainTextContent, string? htmlContent)
    {
        var message = Create(from, subject, plainTextContent, htmlContent);
        message.AddTo(to);
        return message;
    }

    /// <summary>An email to several recipients, who see each other only with <paramref name="showAllRecipients"/>.</summary>
    public static SendGridMessage CreateSingleEmailToMultipleRecipients(
        EmailAddress from, List<EmailAddress> tos, string subject, string? plainTextContent, string? htmlContent, bool showAllRecipients = false)
    {
        ArgumentNullException.ThrowIfNull(tos);
        var message = Create(from, subject, plainTextContent, htmlContent);
        if (showAllRecipients)
        {
            message.AddTos(tos);
            return message;
        }

        for (var i = 0; i < tos.Count; i++)
        {
            message.AddTo(tos[i], i);
        }

        return message;
    }

    private static SendGridMessage Create(EmailAddress from, string subject, string? plainTextContent, string? htmlContent)
    {
        var message = new SendGridMessage { From = from, Subject = subject };
        if (!string.IsNullOrEmpty(plainTextContent))
        {
            message.AddContent(MimeType.Text, plainTextContent);
        }

        if (!string.IsNullOrEmpty(htmlContent))
        {
            message.AddContent(MimeType.Html, htmlContent);
        }

        return message;
    }
}
