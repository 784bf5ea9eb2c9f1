namespace Ticketing;

public sealed class TimetableClient(HttpClient http)
{
    // was: new HttpClient { BaseAddress = new Uri("http://localhost:5001") }
    public Task<string> Departures(string station) => http.GetStringAsync($"departures/{Uri.EscapeDataString(station)}");
}
