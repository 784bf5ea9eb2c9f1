using Excise.Services;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Data.SqlClient;

var builder = WebApplication.CreateBuilder(args);
builder.WebHost.ConfigureKestrel(kestrel =>
    kestrel.ListenLocalhost(7211, listen => listen.Protocols = HttpProtocols.Http2));

var sql = new SqlConnectionStringBuilder
{
    DataSource = "localhost,1433",
    InitialCatalog = "excise",
    UserID = "excise",
    Password = builder.Configuration["Excise:Password"],
    TrustServerCertificate = true,
};
builder.Services.AddSingleton(sql);
builder.Services.AddGrpc();

var app = builder.Build();
app.MapGrpcService<DutyService>();
app.Run();
