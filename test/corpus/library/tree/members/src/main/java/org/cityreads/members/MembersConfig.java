package org.cityreads.members;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.client.HttpClientConfiguration;
import io.dropwizard.core.Configuration;
import io.dropwizard.db.DataSourceFactory;

public class MembersConfig extends Configuration {
    @JsonProperty public DataSourceFactory database = new DataSourceFactory();
    @JsonProperty public Fines fines = new Fines();
    @JsonProperty public String photoStore;
    @JsonProperty public String exportFile;

    public static class Fines {
        @JsonProperty public String host;
        @JsonProperty public int port;
        @JsonProperty public HttpClientConfiguration client = new HttpClientConfiguration();

        public String url(String card) {
            return String.format("http://%s:%d/fines/open?card=%s", host, port, card);
        }
    }
}
