package org.cityreads.rooms;

import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

@Component
class Neighbours {
    private static final String LOANS_HOST = "127.0.0.1";
    private static final int LOANS_PORT = 7302;

    private final RedisClient cache = RedisClient.create(RedisURI.Builder.redis("localhost", 6379).withDatabase(3).build());
    private final ManagedChannel labels = ManagedChannelBuilder.forAddress("localhost", 7307).usePlaintext().build();
    private final RoomsProperties rooms;
    private final String catalogue;

    Neighbours(RoomsProperties rooms, @Value("${catalogue.service.url}") String catalogue) {
        this.rooms = rooms;
        this.catalogue = catalogue;
    }

    URI title(String isbn) {
        return URI.create(catalogue + "/api/v1/titles/" + isbn);
    }

    URI openLoans(String card) {
        return URI.create(String.format("http://%s:%d/loans/open?card=%s", LOANS_HOST, LOANS_PORT, card));
    }

    URL overdue() throws MalformedURLException {
        return new URL("http", "localhost", 7302, "/loans/overdue");
    }

    URI fines(String card) {
        return UriComponentsBuilder.newInstance()
            .scheme("http")
            .host("localhost")
            .port(7305)
            .path("/fines/open")
            .queryParam("card", card)
            .build()
            .toUri();
    }

    InputStream heating(boolean cellar) throws Exception {
        String target = "http://localhost:7701/heating";
        if (cellar) {
            target = "http://localhost:7702/heating";
        }
        return new URL(target).openStream();
    }

    String members() {
        return rooms.getMembersUrl();
    }
}
