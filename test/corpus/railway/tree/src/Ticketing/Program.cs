using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using RabbitMQ.Client;
using Ticketing;

var builder = WebApplication.CreateBuilder(args);
var config = builder.Configuration;

builder.Services.AddControllers();
builder.Services.AddHttpClient<TimetableClient>(c =>
{
    c.BaseAddress = new Uri(config["Timetable:BaseUrl"] ?? "http://localhost:6201/");
    c.Timeout = TimeSpan.FromSeconds(2);
});
builder.Services.Configure<SeatOptions>(config.GetSection("Seats"));
builder.Services.AddSingleton<SeatMap>();
builder.Services.AddSingleton<IConnection>(_ => new ConnectionFactory
{
    HostName = config["Rabbit:Host"] ?? "localhost",
    Port = 5672,
    VirtualHost = "rail",
}.CreateConnection("ticketing"));
builder.Services.Configure<ForwardedHeadersOptions>(o => o.KnownProxies.Add(IPAddress.Parse("127.0.0.1")));

var app = builder.Build();
app.UseForwardedHeaders();
app.MapControllers();
app.MapGet("/healthz", () => "up");
app.Run();
