package org.cityreads.rooms;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

@SpringBootApplication
@EnableConfigurationProperties(RoomsProperties.class)
public class RoomsApplication {
    private static ServerSocket onlyOne;

    public static void main(String[] args) throws IOException {
        // a second copy on the same machine must not book the same room twice
        onlyOne = new ServerSocket(9998, 1, InetAddress.getLoopbackAddress());
        SpringApplication.run(RoomsApplication.class, args);
        System.out.printf("rooms: http://localhost:%s/rooms%n", System.getProperty("server.port", "7308"));
    }
}
