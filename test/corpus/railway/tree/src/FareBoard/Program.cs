using System;
using System.Configuration;
using System.Data.SqlClient;
using System.Net;

namespace FareBoard
{
    internal static class Program
    {
        private static void Main()
        {
            var s = ConfigurationManager.AppSettings;
            var listener = new HttpListener();
            listener.Prefixes.Add(s["ListenPrefix"]);
            listener.Start();
            Console.WriteLine("FareBoard on http://localhost:6205/");
            var tickets = string.Format("http://{0}:{1}/tickets/", s["TicketingHost"], s["TicketingPort"]);
            while (true)
            {
                var context = listener.GetContext();
                if (context.Request.RemoteEndPoint.Address.ToString() == "127.0.0.1") context.Response.Headers["X-Local"] = "1";
                Fares.Answer(context, tickets, s["TimetableUrl"], new SqlConnection(ConfigurationManager.ConnectionStrings["Fares"].ConnectionString));
            }
        }
    }
}
