package dev.ostiary.app.command;

import java.io.PrintStream;

/// Writes for people: in color only on a terminal.
public final class Console {
  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final boolean terminal;
  private final boolean color;

  private Console(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
    this.color = terminal && System.getenv("NO_COLOR") == null;
  }

  /// The terminal, or the pipe, that the command was started on.
  public static Console system() {
    return new Console(System.out, isTerminal());
  }

  /// Beside what a command prints for machines: what people want to know while they wait.
  public static Console aside() {
    return new Console(System.err, isTerminal());
  }

  @SuppressWarnings("SystemConsoleNull") // the JDK annotates it as nullable all the same
  private static boolean isTerminal() {
    java.io.Console console = System.console();
    return console != null && console.isTerminal();
  }

  public void line(String text) {
    out.println(terminal ? ERASE_LINE + text : text);
    out.flush();
  }

  /// Shows how far a long piece of work is, in a line that the next one replaces; only on a
  /// terminal.
  public void status(String text) {
    if (terminal) {
      out.print(ERASE_LINE + dim(text));
      out.flush();
    }
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
