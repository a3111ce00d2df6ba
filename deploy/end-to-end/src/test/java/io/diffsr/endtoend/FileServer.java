package io.diffsr.endtoend;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A web server with one file. */
record FileServer(HttpServer server) implements AutoCloseable {
  static FileServer of(byte[] file) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/picture",
        exchange -> {
          exchange.sendResponseHeaders(200, file.length);
          exchange.getResponseBody().write(file);
          exchange.close();
        });
    server.start();
    return new FileServer(server);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/picture";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
