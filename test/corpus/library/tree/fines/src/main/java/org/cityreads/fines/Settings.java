package org.cityreads.fines;

import java.nio.file.Path;

final class Settings {
    private Settings() {}

    static final int PORT = Integer.parseInt(env("FINES_PORT", "7305"));
    static final String LOANS_URL = System.getenv().getOrDefault("LOANS_URL", "http://localhost:7302");
    static final String RABBIT_URI = env("FINES_AMQP", "amqp://fines:changeme@localhost:5672/%2Flibrary");
    static final Path LEDGER = Path.of("C:\\library\\fines\\ledger.db");

    private static String env(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }
}
