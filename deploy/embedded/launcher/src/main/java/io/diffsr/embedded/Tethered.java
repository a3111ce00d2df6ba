package io.diffsr.embedded;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;

/**
 * Main class of every child process: calls the real main class and ends the process when its
 * standard input ends.
 *
 * <p>The parent holds the other end of that pipe, so the children of a parent that was killed end
 * too, and their shutdown hooks run.
 */
public final class Tethered {

  private Tethered() {}

  /**
   * Calls the main method of the class named by the first argument.
   *
   * @param arguments the real main class, then its own arguments
   * @throws Throwable what the real main method throws
   */
  public static void main(String[] arguments) throws Throwable {
    if (arguments.length == 0) {
      throw new IllegalArgumentException("Name the main class to run as the first argument");
    }
    Thread tether = new Thread(Tethered::exitWhenParentIsGone, "tether");
    tether.setDaemon(true);
    tether.start();
    Class<?> main = Class.forName(arguments[0]);
    MethodHandles.publicLookup()
        .findStatic(main, "main", MethodType.methodType(void.class, String[].class))
        .asFixedArity()
        .invoke(Arrays.copyOfRange(arguments, 1, arguments.length));
  }

  private static void exitWhenParentIsGone() {
    try {
      while (System.in.read() >= 0) {
        // What the parent writes has no meaning; only the end has.
      }
    } catch (IOException e) {
      // A broken pipe means the same as its end.
    }
    System.exit(0);
  }
}
