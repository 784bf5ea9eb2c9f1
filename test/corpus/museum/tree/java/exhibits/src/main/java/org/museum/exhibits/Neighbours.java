package org.museum.exhibits;

import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import jakarta.ws.rs.client.Client;
import jakarta.ws.rs.client.ClientBuilder;
import jakarta.ws.rs.core.UriBuilder;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;

@Singleton
public class Neighbours {
  private static final String LOANS = "http://localhost:8280";
  private final Client client = ClientBuilder.newClient();
  private final String feedHost;
  private final int feedPort;

  Neighbours(@Value("${exhibits.feed.host}") String feedHost, @Value("${exhibits.feed.port}") int feedPort) {
    this.feedHost = feedHost;
    this.feedPort = feedPort;
  }

  String loans() {
    return client.target(LOANS + "/loans").request().get(String.class);
  }

  String seats() {
    URI till = UriBuilder.fromPath("/up").scheme("http").host("localhost").port(5220).build();
    return client.target(till).request().get(String.class);
  }

  String humidity() throws IOException {
    try (var socket = new Socket(feedHost, feedPort)) {
      return new String(socket.getInputStream().readNBytes(8));
    }
  }

  /** Proxies are skipped for what never leaves the house. */
  static String noProxy() {
    return System.getProperty("http.nonProxyHosts", "localhost|127.*|[::1]");
  }
}
