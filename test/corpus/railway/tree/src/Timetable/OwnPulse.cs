namespace Timetable;

/// <summary>Keeps the application pool warm by calling its own door once a minute.</summary>
/// <example>GET http://localhost:6201/healthz</example>
public sealed class OwnPulse : BackgroundService
{
    private static readonly Uri Door = new("http://localhost:6201/healthz");
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(3) };

    protected override async Task ExecuteAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            using var reply = await _http.GetAsync(Door, stop);
            reply.EnsureSuccessStatusCode();
            await Task.Delay(TimeSpan.FromMinutes(1), stop);
        }
    }
}
