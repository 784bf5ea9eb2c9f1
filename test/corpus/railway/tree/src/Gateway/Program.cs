var builder = WebApplication.CreateBuilder(args);
builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"));
builder.Services.AddCors(o => o.AddPolicy("kiosk", p => p.WithOrigins(
    "http://localhost:3000",
    "http://127.0.0.1:3000")));
var app = builder.Build();
app.UseCors("kiosk");
app.UseDefaultFiles();
app.UseStaticFiles();
app.MapReverseProxy();
app.Run("http://0.0.0.0:6200");
