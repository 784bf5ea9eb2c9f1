package org.cityreads.catalogue;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestTemplate;

/**
 * Asks loans whether a copy is out.
 * Example: GET http://localhost:7302/loans/open?copy=C-1007
 */
@Component
class LoanStatusClient {
    private final RestTemplate http;

    LoanStatusClient(RestTemplateBuilder builder, @Value("${library.loans-base-url}") String base) {
        this.http = builder.rootUri(base).build();
    }

    boolean isOut(String copy) {
        var open = http.getForObject("/loans/open?copy={copy}", OpenLoan[].class, copy);
        return open != null && open.length > 0;
    }

    record OpenLoan(String copy, String member) {}
}
