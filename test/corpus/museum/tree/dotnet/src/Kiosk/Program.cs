using System;
using System.Configuration;
using System.Net;
using System.Net.Http;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Threading;
using System.Threading.Tasks;
using NLog;
using RabbitMQ.Client;

namespace Museum.Kiosk
{
    internal static class Program
    {
        private static readonly Logger Log = LogManager.GetCurrentClassLogger();
        private static readonly HttpClient Http = new HttpClient();
        private static readonly string Rooms = string.Format("http://{0}:{1}/rooms/", "localhost", 8290);
        private static readonly string Loans = Environment.GetEnvironmentVariable("LOANS_URL") ?? "http://localhost:8280";

        private static async Task Main()
        {
            var port = int.Parse(Environment.GetEnvironmentVariable("KIOSK_PORT") ?? "5240");
            var listener = new HttpListener();
            listener.Prefixes.Add($"http://localhost:{port}/");
            listener.Start();
            Log.Info("kiosk waits on http://localhost:5240/");

            var factory = new ConnectionFactory { HostName = "localhost", Port = 5672, VirtualHost = "museum" };
            using (var bus = factory.CreateConnection("kiosk"))
            using (var socket = new ClientWebSocket())
            {
                await socket.ConnectAsync(new Uri("ws://localhost:5210/hubs/catalog"), CancellationToken.None);
                while (true) await Answer(await listener.GetContextAsync());
            }
        }

        private static async Task Answer(HttpListenerContext context)
        {
            var caller = context.Request.RemoteEndPoint.Address.ToString();
            if (context.Request.HttpMethod != "GET" && caller != "127.0.0.1" && caller != "::1")
            {
                context.Response.StatusCode = 403;
                context.Response.Close();
                return;
            }
            var exhibits = new UriBuilder
            {
                Scheme = "http",
                Host = ConfigurationManager.AppSettings["ExhibitsHost"],
                Port = int.Parse(ConfigurationManager.AppSettings["ExhibitsPort"]),
                Path = "exhibits",
            };
            var page = await Http.GetStringAsync(exhibits.Uri);
            page += await Http.GetStringAsync(Rooms + "12");
            page += await Http.GetStringAsync(Loans + "/loans");
            page += Humidity();
            var bytes = System.Text.Encoding.UTF8.GetBytes(page);
            context.Response.OutputStream.Write(bytes, 0, bytes.Length);
            context.Response.Close();
        }

        private static string Humidity()
        {
            using (var tcp = new TcpClient("127.0.0.1", 8295))
            using (var reader = new System.IO.StreamReader(tcp.GetStream()))
                return reader.ReadLine();
        }
    }
}
