package io.diffsr.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Stands before a server and, while it is frozen, passes nothing on: a network gone silent. */
public final class TcpProxy implements AutoCloseable {
  private static final long CHECK_MILLIS = 20;

  private final ServerSocket listener;
  private final int target;
  private final BooleanSupplier frozen;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "tcp-proxy");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * A proxy on a free port of the loopback address.
   *
   * @param target port of the server, on the loopback address too
   * @param frozen asked before each chunk of bytes
   */
  public TcpProxy(int target, BooleanSupplier frozen) {
    this.target = target;
    this.frozen = frozen;
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
        threads.execute(() -> pass(client, server));
        threads.execute(() -> pass(server, client));
      } catch (IOException e) {
        // The listener is closed, or the server is away and the client's connection ends.
        if (listener.isClosed()) {
          return;
        }
      }
    }
  }

  private void pass(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] chunk = new byte[1 << 14];
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        while (frozen.getAsBoolean()) {
          TimeUnit.MILLISECONDS.sleep(CHECK_MILLIS);
        }
        out.write(chunk, 0, read);
        out.flush();
      }
    } catch (IOException e) {
      // One side has closed, and so the other is closed as well.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    threads.shutdownNow();
  }
}
