package org.cityreads.rooms;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest(properties = {"catalogue.service.url=http://localhost:9561", "eureka.client.enabled=false"})
class NeighboursTest {
    @Test
    void titleIsAskedFromTheCatalogue() {
        var n = new Neighbours(new RoomsProperties(), "http://127.0.0.1:9561");
        assertEquals("127.0.0.1", n.title("1").getHost());
    }
}
