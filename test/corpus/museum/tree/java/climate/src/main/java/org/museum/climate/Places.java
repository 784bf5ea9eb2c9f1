package org.museum.climate;

final class Places {
  static final String BROKER = "tcp://localhost:1883";
  static final String EXHIBITS_HOST = "localhost";
  static final int EXHIBITS_PORT = 8300;
  static final int HTTP_PORT = 8290;
  static final int FEED_PORT = 8295;
  /** The logger box hangs on the serial port of this very machine, {@code ser2net} serves it at localhost:4001. */
  static final String SERIAL_BRIDGE_HOST = System.getProperty("bridge.host", "localhost");

  private Places() {}
}
