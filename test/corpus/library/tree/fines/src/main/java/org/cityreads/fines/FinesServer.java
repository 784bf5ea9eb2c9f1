package org.cityreads.fines;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

public class FinesServer {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] args) throws Exception {
        JedisPool cache = new JedisPool(new JedisPoolConfig(), "localhost", 6379);
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(Settings.RABBIT_URI);
        Connection rabbit = factory.newConnection("fines");

        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", Settings.PORT), 50);
        server.createContext("/health", x -> {
            byte[] body = "ok".getBytes(StandardCharsets.UTF_8);
            x.sendResponseHeaders(200, body.length);
            x.getResponseBody().write(body);
            x.close();
        });
        server.createContext("/fines/open", new OpenFines(cache, rabbit, FinesServer::overdue));
        server.start();
        System.out.println("fines listening on http://localhost:" + Settings.PORT);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.stop(1)));
    }

    static String overdue(String card) throws Exception {
        URI uri = URI.create(Settings.LOANS_URL + "/loans/overdue?card=" + card);
        return HTTP.send(HttpRequest.newBuilder(uri).GET().build(), HttpResponse.BodyHandlers.ofString()).body();
    }
}
