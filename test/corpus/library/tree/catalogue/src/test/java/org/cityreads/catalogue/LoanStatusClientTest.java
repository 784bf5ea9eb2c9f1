package org.cityreads.catalogue;

import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;
import org.springframework.boot.web.client.RestTemplateBuilder;

class LoanStatusClientTest {
    private static final String BASE = "http://localhost:7302";

    @Test
    void nothingIsOutOnAnEmptyDesk() {
        var client = new LoanStatusClient(new RestTemplateBuilder(), BASE);
        assertFalse(client.isOut("C-0"));
    }
}
