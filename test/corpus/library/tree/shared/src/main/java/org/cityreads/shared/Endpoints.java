package org.cityreads.shared;

/** Where the others live. Change here when the server is renamed (was http://localhost:8085 once). */
public final class Endpoints {
    private Endpoints() {}

    public static final String MEMBERS_BASE = "http://localhost:7303";

    static final String SCHEME = "http://";
    static final String FINES_HOST = "127.0.0.1";
    public static final int FINES_PORT = 7305;
    public static final String FINES_BASE = SCHEME + FINES_HOST + ":" + FINES_PORT + "/fines";
}
