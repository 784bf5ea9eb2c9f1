package org.cityreads.loans;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class BlockIT {
    @Test
    void aBlockedCardCannotBorrow() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:7302/loans?card=B-1")).build();
        var reply = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(409, reply.statusCode(), "is members running on http://localhost:7303 ?");
    }
}
