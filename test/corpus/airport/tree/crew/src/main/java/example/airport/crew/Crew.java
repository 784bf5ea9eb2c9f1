package example.airport.crew;

import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.Properties;

/** Polls flights once a minute and writes the rota. */
public class Crew {
  public static void main(String[] args) throws Exception {
    Properties p = new Properties();
    try (InputStream in = Crew.class.getResourceAsStream("/crew.properties")) {
      p.load(in);
    }
    URL flights = new URL("http", p.getProperty("flights.host"), Integer.parseInt(p.getProperty("flights.port")), "/flights");
    String[] gates = p.getProperty("gates.endpoint", "localhost:9303").split(":");
    while (true) {
      HttpURLConnection reply = (HttpURLConnection) flights.openConnection();
      if (reply.getResponseCode() != 200) {
        System.err.println("flights silent, is http://localhost:9301/livez fine?");
      }
      try (Socket knock = new Socket(gates[0], Integer.parseInt(gates[1]));
          Connection db = DriverManager.getConnection(p.getProperty("db.url"), p.getProperty("db.user"), "")) {
        db.createStatement().execute("update rota set seen = now()");
        Files.write(Paths.get(p.getProperty("export.dir"), "rota.csv"), "crew;flight\r\n".getBytes());
      }
      Thread.sleep(60_000);
    }
  }
}
