using System.Configuration;
using System.Net.Sockets;
using LabelPrinter;

var host = Host.CreateDefaultBuilder(args)
    .UseWindowsService(o => o.ServiceName = "Brewhouse Label Printer")
    .ConfigureServices(services => services.AddHostedService<PrintLoop>())
    .Build();
await host.RunAsync();

namespace LabelPrinter
{
    public sealed class PrintLoop : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stop)
        {
            var settings = ConfigurationManager.AppSettings;
            var cellar = new UriBuilder("http", settings["CellarHost"], int.Parse(settings["CellarPort"]!)).Uri;
            var printer = settings["PrinterAddress"]!.Split(':');
            var template = File.ReadAllText(@"C:\Program Files\Brewhouse\Labels\crate.zpl");
            using var http = new HttpClient { BaseAddress = cellar };
            while (!stop.IsCancellationRequested)
            {
                var next = await http.GetStringAsync("/api/labels/next", stop);
                using var socket = new TcpClient(printer[0], int.Parse(printer[1]));
                await socket.GetStream().WriteAsync(System.Text.Encoding.ASCII.GetBytes(template.Replace("{0}", next)), stop);
            }
        }
    }
}
