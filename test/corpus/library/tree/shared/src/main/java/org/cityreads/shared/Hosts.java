package org.cityreads.shared;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

public final class Hosts {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "::1");

    private Hosts() {}

    public static boolean isLocal(String host) {
        return LOCAL.contains(host);
    }

    /** Staff terminals may skip the login when they come from the machine itself. */
    public static boolean trusted(String remoteAddr) {
        return "127.0.0.1".equals(remoteAddr) || remoteAddr.equals("0:0:0:0:0:0:0:1");
    }

    public static String hostOf(URI uri) {
        return Objects.requireNonNullElse(uri.getHost(), "localhost");
    }

    public static String machineName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    public static int portOf(URI uri) {
        return Optional.of(uri.getPort()).filter(p -> p > 0).orElse(80);
    }
}
