package example.brew.fermenter;

import com.sun.net.httpserver.HttpServer;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.DriverManager;
import org.apache.activemq.ActiveMQConnectionFactory;

/** Watches the tanks: temperatures come by queue, alarms go to the cellar. */
public final class Fermenter {
  private static final String CELLAR_HOST = "localhost";
  private static final int CELLAR_PORT = 7210;
  private static final String TANKS = "http://" + CELLAR_HOST + ":" + CELLAR_PORT + "/api/tanks";
  private static final String DB =
      "jdbc:postgresql://localhost/fermenter?user=brew&sslmode=disable";

  public static void main(String[] args) throws Exception {
    String broker = System.getenv().getOrDefault("MQ_URL", "tcp://localhost:61616");
    HttpServer health = HttpServer.create(new InetSocketAddress("127.0.0.1", 7203), 0);
    health.createContext("/alive", exchange -> {
      exchange.sendResponseHeaders(204, -1);
      exchange.close();
    });
    health.start();
    System.out.println("fermenter alive at http://127.0.0.1:7203/alive");

    if (args.length > 0 && args[0].equals("--ping")) {
      ping("http://localhost:7203/alive");
      return;
    }
    Connection connection = new ActiveMQConnectionFactory(broker).createConnection();
    connection.start();
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    MessageConsumer readings = session.createConsumer(session.createQueue("tank.readings"));
    while (true) {
      var message = readings.receive();
      try (var db = DriverManager.getConnection(DB)) {
        db.createStatement().executeUpdate("insert into reading(at) values (now())");
      }
      ping(TANKS + "/seen");
    }
  }

  private static void ping(String url) throws Exception {
    HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.discarding());
  }
}
