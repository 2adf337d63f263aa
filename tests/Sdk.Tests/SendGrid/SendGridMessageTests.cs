using System.Text.Json;
using SendGrid;
using SendGrid.Helpers.Mail;

namespace Sdk.Tests.SendGrid;

public sealed class SendGridMessageTests
{
    [Fact]
    public void Serialize_WholeMessage_HasTheNamesOfTheInterface()
    {
        var message = new SendGridMessage { From = new EmailAddress("from@example.com", "Monitor"), Subject = "s", PlainTextContent = "text", HtmlContent = "<b>html</b>", SendAt = 1700000000 };
        message.AddTo("a@example.com", "A");
        message.AddTo(new EmailAddress("A@example.com"));
        message.AddCc(new EmailAddress("c@example.com"));
        message.AddBcc(new EmailAddress("d@example.com"));
        message.SetReplyTo(new EmailAddress("reply@example.com"));
        message.AddHeader("X-One", "1");
        message.AddGlobalHeader("Message-Id", "<x@example.com>");
        message.AddCustomArg("fingerprint", "f");
        message.AddGlobalCustomArgs(new Dictionary<string, string> { ["model"] = "m" });
        message.AddCategory("alert");
        message.SetSandBoxMode(true);

        var expected = """
            {"from":{"name":"Monitor","email":"from@example.com"},"reply_to":{"email":"reply@example.com"},"subject":"s",
             "personalizations":[{"to":[{"name":"A","email":"a@example.com"}],"cc":[{"email":"c@example.com"}],"bcc":[{"email":"d@example.com"}],
               "headers":{"X-One":"1"},"custom_args":{"fingerprint":"f"}}],
             "content":[{"type":"text/plain","value":"text"},{"type":"text/html","value":"<b>html</b>"}],
             "headers":{"Message-Id":"<x@example.com>"},"categories":["alert"],"custom_args":{"model":"m"},"send_at":1700000000,
             "mail_settings":{"sandbox_mode":{"enable":true}}}
            """;
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(expected).RootElement, JsonDocument.Parse(message.Serialize()).RootElement), message.Serialize());
    }

    [Fact]
    public void Serialize_HtmlAddedBeforeText_SendsTextFirst()
    {
        var message = new SendGridMessage();
        message.AddContent("text/calendar", "c");
        message.AddContent(MimeType.Html, "h");
        message.AddContent(MimeType.Text, "t");

        var types = JsonDocument.Parse(message.Serialize()).RootElement.GetProperty("content").EnumerateArray().Select(content => content.GetProperty("type").GetString());

        Assert.Equal(["text/plain", "text/html", "text/calendar"], types);
    }

    [Fact]
    public void Serialize_OneBodyOnly_LeavesTheOtherOut()
    {
        var message = MailHelper.CreateSingleEmail(new EmailAddress("f@example.com"), new EmailAddress("t@example.com"), "s", "text", "");
        Assert.Single(JsonDocument.Parse(message.Serialize()).RootElement.GetProperty("content").EnumerateArray());

        var html = new SendGridMessage { HtmlContent = "<p>" };
        Assert.Equal("text/html", JsonDocument.Parse(html.Serialize()).RootElement.GetProperty("content")[0].GetProperty("type").GetString());
    }

    [Theory]
    [InlineData(false, 2, 1)]
    [InlineData(true, 1, 2)]
    public void CreateSingleEmailToMultipleRecipients_ShowAll_DecidesWhoSeesWhom(bool showAll, int envelopes, int recipients)
    {
        var message = MailHelper.CreateSingleEmailToMultipleRecipients(
            new EmailAddress("f@example.com"), [new EmailAddress("a@example.com"), new EmailAddress("b@example.com")], "s", "text", null, showAll);

        Assert.Equal(envelopes, message.Personalizations!.Count);
        Assert.All(message.Personalizations, envelope => Assert.Equal(recipients, envelope.Tos!.Count));
    }

    [Fact]
    public void AddTo_GivenPersonalization_IsAddedOnce()
    {
        var message = new SendGridMessage();
        var envelope = new Personalization();
        message.AddTo(new EmailAddress("a@example.com"), personalization: envelope);
        message.AddTo(new EmailAddress("b@example.com"), personalization: envelope);
        message.SetSubject("own", personalization: envelope);

        Assert.Equal(2, Assert.Single(message.Personalizations!).Tos!.Count);
        Assert.Equal("own", envelope.Subject);
        Assert.Throws<ArgumentOutOfRangeException>(() => message.AddTo(new EmailAddress("c@example.com"), 5));
    }
}
