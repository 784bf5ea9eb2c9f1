package org.cityreads.catalogue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;

@SpringBootApplication
public class CatalogueApplication {
    private static final Logger log = LoggerFactory.getLogger(CatalogueApplication.class);

    @Value("${server.port}")
    private int port;

    public static void main(String[] args) {
        SpringApplication.run(CatalogueApplication.class, args);
    }

    @EventListener(ApplicationReadyEvent.class)
    void ready() {
        log.info("catalogue is up, API description at http://localhost:{}/v3/api-docs", port);
    }
}
