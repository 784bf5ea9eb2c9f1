using System.Net;
using Xunit;

namespace Ticketing.Tests;

public class TicketFlowTests
{
    private readonly HttpClient _http = new() { BaseAddress = new Uri("http://localhost:6202") };

    [Fact]
    public async Task Unknown_ticket_is_404() => Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync("/tickets/none")).StatusCode);

    [Theory]
    [InlineData("http://localhost:6203", true)]
    [InlineData("http://127.0.0.1", true)]
    [InlineData("http://seats.rail.example", false)]
    public void Near_means_this_machine(string other, bool near) => Assert.Equal(near, new Uri(other).IsLoopback);
}
