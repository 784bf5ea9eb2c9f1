package org.cityreads.labels;

import io.grpc.Server;
import io.grpc.ServerBuilder;
import java.io.OutputStream;
import java.net.Socket;
import java.util.logging.Logger;

/** Prints spine labels on the thermal printer that hangs on this PC by USB; the vendor's spooler listens on 9100. */
public class LabelServer {
    private static final Logger LOG = Logger.getLogger(LabelServer.class.getName());
    private static final int PORT = 7307;

    public static void main(String[] args) throws Exception {
        Server server = ServerBuilder.forPort(PORT).addService(new LabelService(LabelServer::print)).build().start();
        LOG.info(() -> "labels on localhost:" + PORT);
        server.awaitTermination();
    }

    static void print(byte[] zpl) {
        String printer = System.getProperty("label.printer", "127.0.0.1");
        try (Socket s = new Socket(printer, 9100); OutputStream out = s.getOutputStream()) {
            out.write(zpl);
        } catch (java.io.IOException e) {
            throw new IllegalStateException("printer does not answer on 127.0.0.1:9100", e);
        }
    }
}
