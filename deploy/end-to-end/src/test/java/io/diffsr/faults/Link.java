package io.diffsr.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A port on loopback that stands before another, and can be cut, silent or slow. */
final class Link implements AutoCloseable {
  private enum State {
    OPEN,
    CUT,
    SILENT
  }

  private final ServerSocket server;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private State state = State.OPEN;
  private Duration delay = Duration.ZERO;

  private Link(ServerSocket server, int target) {
    this.server = server;
    this.target = target;
  }

  /** A link to a port of loopback. */
  static Link to(int target) throws IOException {
    Link link = new Link(new ServerSocket(0, 100, InetAddress.getLoopbackAddress()), target);
    daemon("link to " + target, link::accept);
    return link;
  }

  int port() {
    return server.getLocalPort();
  }

  /** Everything comes through again; what stood still goes on. */
  synchronized void heal() {
    state = State.OPEN;
    delay = Duration.ZERO;
    notifyAll();
  }

  /** Closes all connections, and every new one at once. */
  synchronized void cut() {
    state = State.CUT;
    closeAll();
    notifyAll();
  }

  /** Holds back what comes, and closes nothing. */
  synchronized void silence() {
    state = State.SILENT;
  }

  /** Holds back what comes for so long. */
  synchronized void delay(Duration by) {
    delay = by;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void closeAll() {
    sockets.forEach(Link::closeQuietly);
    sockets.clear();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        // The service is away, or the run is over.
      }
    }
  }

  private void connect(Socket caller) throws IOException {
    sockets.add(caller);
    Socket service;
    try {
      service = new Socket(InetAddress.getLoopbackAddress(), target);
    } catch (IOException e) {
      closeBoth(caller, caller);
      throw e;
    }
    sockets.add(service);
    synchronized (this) {
      if (state == State.CUT) {
        closeBoth(caller, service);
        return;
      }
    }
    caller.setTcpNoDelay(true);
    service.setTcpNoDelay(true);
    daemon("link up", () -> copy(caller, service));
    daemon("link down", () -> copy(service, caller));
  }

  private void copy(Socket from, Socket to) {
    byte[] buffer = new byte[16 * 1024];
    try (InputStream input = from.getInputStream();
        OutputStream output = to.getOutputStream()) {
      int read;
      while ((read = input.read(buffer)) >= 0) {
        if (!passes()) {
          break;
        }
        output.write(buffer, 0, read);
        output.flush();
      }
    } catch (IOException e) {
      // One of them has gone: so does the other.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      closeBoth(from, to);
    }
  }

  /** Waits as long as the link holds back; false where it was cut meanwhile. */
  private synchronized boolean passes() throws InterruptedException {
    long end = System.nanoTime() + delay.toNanos();
    long left = delay.toMillis();
    while (state == State.SILENT || (state == State.OPEN && left > 0)) {
      wait(state == State.SILENT ? 0 : left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
    return state != State.CUT;
  }

  private void closeBoth(Socket one, Socket other) {
    closeQuietly(one);
    closeQuietly(other);
    sockets.remove(one);
    sockets.remove(other);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed all the same.
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
