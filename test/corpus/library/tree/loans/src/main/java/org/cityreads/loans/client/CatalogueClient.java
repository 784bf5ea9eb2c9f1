package org.cityreads.loans.client;

import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

@FeignClient(name = "catalogue", url = "${clients.catalogue.url}")
public interface CatalogueClient {
    @GetMapping("/api/v1/titles/{isbn}")
    Title title(@PathVariable("isbn") String isbn);

    record Title(String isbn, String name, int copies) {}
}
