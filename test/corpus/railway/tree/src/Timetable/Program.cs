using StackExchange.Redis;
using Timetable;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddSingleton<IConnectionMultiplexer>(
    _ => ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Cache")!));
builder.Services.AddSingleton<DepartureStore>();
builder.Services.AddHostedService<OwnPulse>();
builder.Services.AddCors(o => o.AddDefaultPolicy(p => p
    .WithOrigins("http://localhost:3000", "https://www.rail.example")
    .AllowAnyHeader()));

var app = builder.Build();
app.UseCors();

app.MapGet("/healthz", () => Results.Ok(new { status = "up" }));
app.MapGet("/departures/{station}", (string station, DepartureStore store) => store.Next(station, 20));

app.Logger.LogInformation("Timetable is ready, try http://localhost:6201/departures/HBF");
app.Run();
