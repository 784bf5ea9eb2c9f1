package org.cityreads.fines;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** `java -cp fines.jar org.cityreads.fines.Doctor`: is this machine's own fines alive? */
public class Doctor {
    public static void main(String[] args) throws Exception {
        URI own = URI.create(String.format("http://localhost:%d/health", Settings.PORT));
        int code = HttpClient.newHttpClient().send(HttpRequest.newBuilder(own).build(), HttpResponse.BodyHandlers.discarding()).statusCode();
        System.exit(code == 200 ? 0 : 1);
    }
}
