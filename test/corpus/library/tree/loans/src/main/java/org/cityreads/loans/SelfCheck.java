package org.cityreads.loans;

import java.net.HttpURLConnection;
import java.net.URL;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Watches this very process through its own front door: the pool wedged twice in 2021. */
@Component
class SelfCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SelfCheck.class);
    private static final String OWN = "http://localhost:7392/actuator/health";

    @Scheduled(fixedDelay = 30_000)
    void poke() throws Exception {
        HttpURLConnection c = (HttpURLConnection) new URL(OWN).openConnection();
        c.setConnectTimeout(1000);
        if (c.getResponseCode() != 200) {
            LOG.error("loans on localhost:7302 does not answer, code {}", c.getResponseCode());
        }
    }
}
