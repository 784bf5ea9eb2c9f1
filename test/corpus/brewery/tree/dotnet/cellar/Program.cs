using Cellar;
using Cellar.Options;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using StackExchange.Redis;

var builder = WebApplication.CreateBuilder(args);

builder.Services.Configure<RecipeOptions>(builder.Configuration.GetSection("Recipes"));
builder.Services.AddDbContext<CellarContext>(o => o.UseSqlServer(builder.Configuration.GetConnectionString("Cellar")));
builder.Services.AddSingleton<IConnectionMultiplexer>(_ =>
    ConnectionMultiplexer.Connect(builder.Configuration.GetConnectionString("Redis") ?? "localhost:6379"));

builder.Services.AddHttpClient<RecipeClient>((sp, http) =>
{
    http.BaseAddress = new Uri(sp.GetRequiredService<IOptions<RecipeOptions>>().Value.BaseUrl);
    http.Timeout = TimeSpan.FromSeconds(5);
});

builder.Services.AddGrpcClient<Excise.Duty.DutyClient>(o => o.Address = new Uri("http://localhost:7211"));

builder.Services.AddCors(o => o.AddPolicy("taproom", p => p
    .WithOrigins("http://localhost:4300", "https://taproom.example")
    .AllowCredentials()));

var app = builder.Build();
app.UseCors("taproom");
app.MapGet("/healthz", () => Results.Ok());
app.MapGet("/api/tanks", (CellarContext db) => db.Tanks.ToListAsync());

// Metrics only for the box itself
app.MapWhen(c => c.Connection.RemoteIpAddress?.ToString() is "127.0.0.1" or "::1", b => b.Run(Metrics.Write));

app.Logger.LogInformation("Cellar listens, see http://localhost:7210/healthz");
app.Run();
