using System.Net;
using Xunit;

public class ObjectsTests
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri("http://localhost:5210") };

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Loopback_is_local(string ip) => Assert.True(IPAddress.IsLoopback(IPAddress.Parse(ip)));

    [Fact]
    public async Task Reads_an_object() => Assert.Equal(HttpStatusCode.OK, (await _http.GetAsync("/objects/1")).StatusCode);
}
