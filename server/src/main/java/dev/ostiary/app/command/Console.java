package dev.ostiary.app.command;

import java.io.PrintStream;

/// Writes for people: in color only on a terminal.
public final class Console {
  private final PrintStream out;
  private final boolean color;

  Console(PrintStream out, boolean color) {
    this.out = out;
    this.color = color;
  }

  /// The terminal, or the pipe, that the command was started on.
  @SuppressWarnings("SystemConsoleNull") // the JDK annotates it as nullable all the same
  public static Console system() {
    java.io.Console console = System.console();
    boolean terminal = console != null && console.isTerminal();
    return new Console(System.out, terminal && System.getenv("NO_COLOR") == null);
  }

  public void line(String text) {
    out.println(text);
    out.flush();
  }

  public void blank() {
    line("");
  }

  public String bold(String text) {
    return paint("1", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String green(String text) {
    return paint("32", text);
  }

  public String red(String text) {
    return paint("31", text);
  }

  public String cyan(String text) {
    return paint("36", text);
  }

  private String paint(String code, String text) {
    return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
