namespace SendGrid.Helpers.Mail;

public partial class SendGridMessage
{
    /// <summary>Sets the sender.</summary>
    public void SetFrom(EmailAddress email) => From = email;

    /// <summary>Sets the sender.</summary>
    public void SetFrom(string email, string? name = null) => From = new EmailAddress(email, name);

    /// <summary>Sets where answers go.</summary>
    public void SetReplyTo(EmailAddress email) => ReplyTo = email;

    /// <summary>Sets the subject for all recipients.</summary>
    public void SetGlobalSubject(string subject) => Subject = subject;

    /// <summary>Sets the subject of one envelope.</summary>
    public void SetSubject(string subject, int personalizationIndex = 0, Personalization? personalization = null) =>
        Envelope(personalizationIndex, personalization).Subject = subject;

    /// <summary>Adds a recipient.</summary>
    public void AddTo(string email, string? name = null, int personalizationIndex = 0, Personalization? personalization = null) =>
        AddTo(new EmailAddress(email, name), personalizationIndex, personalization);

    /// <summary>Adds a recipient to an envelope, made if it is the next; to <paramref name="personalization"/>, added if it is new, where one is given.</summary>
    public void AddTo(EmailAddress email, int personalizationIndex = 0, Personalization? personalization = null) => AddTos([email], personalizationIndex, personalization);

    /// <summary>Adds recipients, who see each other.</summary>
    public void AddTos(List<EmailAddress> emails, int personalizationIndex = 0, Personalization? personalization = null)
    {
        var envelope = Envelope(personalizationIndex, personalization);
        envelope.Tos = [.. envelope.Tos ?? [], .. emails];
    }

    /// <summary>Adds someone who gets a copy.</summary>
    public void AddCc(EmailAddress email, int personalizationIndex = 0, Personalization? personalization = null)
    {
        var envelope = Envelope(personalizationIndex, personalization);
        envelope.Ccs = [.. envelope.Ccs ?? [], email];
    }

    /// <summary>Adds someone who gets a copy that the others do not see.</summary>
    public void AddBcc(EmailAddress email, int personalizationIndex = 0, Personalization? personalization = null)
    {
        var envelope = Envelope(personalizationIndex, personalization);
        envelope.Bccs = [.. envelope.Bccs ?? [], email];
    }

    /// <summary>Adds a header for one envelope.</summary>
    public void AddHeader(string headerKey, string headerValue, int personalizationIndex = 0, Personalization? personalization = null)
    {
        var envelope = Envelope(personalizationIndex, personalization);
        (envelope.Headers ??= New())[headerKey] = headerValue;
    }

    /// <summary>Adds a header for all recipients.</summary>
    public void AddGlobalHeader(string headerKey, string headerValue) => (Headers ??= New())[headerKey] = headerValue;

    /// <summary>Adds headers for all recipients.</summary>
    public void AddGlobalHeaders(Dictionary<string, string> headers) => Headers = Merge(Headers, headers);

    /// <summary>Adds a value that comes back with the events of one envelope.</summary>
    public void AddCustomArg(string customArgKey, string customArgValue, int personalizationIndex = 0, Personalization? personalization = null)
    {
        var envelope = Envelope(personalizationIndex, personalization);
        (envelope.CustomArgs ??= New())[customArgKey] = customArgValue;
    }

    /// <summary>Adds values that come back with the events of one envelope.</summary>
    public void AddCustomArgs(Dictionary<string, string> customArgs, int personalizationIndex = 0, Personalization? personalization = null)
    {
        var envelope = Envelope(personalizationIndex, personalization);
        envelope.CustomArgs = Merge(envelope.CustomArgs, customArgs);
    }

    /// <summary>Adds a value that comes back with the events of the email.</summary>
    public void AddGlobalCustomArg(string customArgKey, string customArgValue) => (CustomArgs ??= New())[customArgKey] = customArgValue;

    /// <summary>Adds values that come back with the events of the email.</summary>
    public void AddGlobalCustomArgs(Dictionary<string, string> customArgs) => CustomArgs = Merge(CustomArgs, customArgs);

    /// <summary>Adds a category.</summary>
    public void AddCategory(string category) => (Categories ??= []).Add(category);

    /// <summary>Adds categories.</summary>
    public void AddCategories(List<string> categories) => (Categories ??= []).AddRange(categories);

    /// <summary>Adds a body.</summary>
    public void AddContent(string mimeType, string text) => (Contents ??= []).Add(new Content(mimeType, text));

    /// <summary>Lets SendGrid check the email without sending it.</summary>
    public void SetSandBoxMode(bool enable) => (MailSettings ??= new MailSettings()).SandboxMode = new SandboxMode { Enable = enable };

    private static Dictionary<string, string> New() => new(StringComparer.Ordinal);

    private static Dictionary<string, string> Merge(Dictionary<string, string>? into, Dictionary<string, string> added)
    {
        into ??= New();
        foreach (var (name, value) in added)
        {
            into[name] = value;
        }

        return into;
    }

    private Personalization Envelope(int index, Personalization? given)
    {
        Personalizations ??= [];
        if (given is not null)
        {
            if (!Personalizations.Contains(given))
            {
                Personalizations.Add(given);
            }

            return given;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Personalizations.Count);
        if (index == Personalizations.Count)
        {
            Personalizations.Add(new Personalization());
        }

        return Personalizations[index];
    }
}
