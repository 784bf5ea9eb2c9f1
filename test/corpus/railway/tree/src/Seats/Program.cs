using System.Net;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Seats;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);

builder.WebHost.ConfigureKestrel(kestrel =>
{
    kestrel.ListenLocalhost(6203, listen => listen.Protocols = HttpProtocols.Http2);
    kestrel.Listen(IPAddress.Loopback, 6213, listen => listen.Protocols = HttpProtocols.Http1);
});

var redisHost = Environment.GetEnvironmentVariable("REDIS_HOST");
if (string.IsNullOrEmpty(redisHost))
{
    redisHost = "localhost";
}
var redisPort = Environment.GetEnvironmentVariable("REDIS_PORT") ?? "6379";
builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect($"{redisHost}:{redisPort},password=,ssl=false"));
builder.Services.AddGrpc();

var app = builder.Build();
app.MapGrpcService<SeatService>();
app.MapGet("/", () => "gRPC only; health on http://localhost:6213/healthz");
app.MapGet("/healthz", () => "up");
Console.WriteLine("seats: http://127.0.0.1:6203 (h2c)");
app.Run();
