package org.museum.audit;

import com.rabbitmq.client.Connection;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.Set;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import redis.clients.jedis.JedisPool;

@Path("/trail")
public class TrailResource {
  private static final Set<String> DESK = Set.of("127.0.0.1", "0:0:0:0:0:0:0:1");
  private static final String OBJECTS = String.format("http://%s:%d/objects/", "localhost", 5210);
  private static final String EXHIBITS_HOST = "localhost";
  private static final int EXHIBITS_PORT = 8300;
  private final HttpClient http = HttpClient.newHttpClient();
  private final OkHttpClient ok = new OkHttpClient();
  private final String loans = Optional.ofNullable(System.getenv("LOANS_URL")).orElse("http://localhost:8280");
  private final Connection bus;
  private final JedisPool pool;
  private final String climate;

  TrailResource(Connection bus, JedisPool pool, String climate) {
    this.bus = bus;
    this.pool = pool;
    this.climate = climate;
  }

  @GET
  public String trail(@Context HttpServletRequest request) throws IOException, InterruptedException {
    if (DESK.contains(request.getRemoteAddr())) return "the desk sees everything";
    var seats = new HttpUrl.Builder().scheme("http").host("localhost").port(5220).addPathSegment("up").build();
    try (var jedis = pool.getResource(); var reply = ok.newCall(new Request.Builder().url(seats).build()).execute()) {
      jedis.incr("trail");
      return get(OBJECTS + "1") + get("http://" + EXHIBITS_HOST + ":" + EXHIBITS_PORT + "/exhibits") + get(loans + "/loans") + get(climate + "/ping") + reply.code();
    }
  }

  private String get(String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofString()).body();
  }
}
