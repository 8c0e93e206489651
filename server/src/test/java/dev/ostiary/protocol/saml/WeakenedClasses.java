package dev.ostiary.protocol.saml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/// The package and its tests once more, with one class in a weaker form. All else is shared with
/// the tests that look on.
final class WeakenedClasses extends ClassLoader {
  private static final String PACKAGE = WeakenedClasses.class.getPackageName() + ".";
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final Map<String, byte[]> weak;

  private WeakenedClasses(Map<String, byte[]> weak) {
    super(WeakenedClasses.class.getClassLoader());
    this.weak = weak;
  }

  /// @return null when such a class cannot be compiled: the check cannot just be forgotten
  static WeakenedClasses of(Weakening weakening) {
    Map<String, Compiled> compiled = new HashMap<>();
    JavaFileManager files =
        new ForwardingJavaFileManager<>(COMPILER.getStandardFileManager(null, null, null)) {
          @Override
          public JavaFileObject getJavaFileForOutput(
              Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
            return compiled.computeIfAbsent(name, Compiled::new);
          }
        };
    boolean done =
        COMPILER
            .getTask(
                new StringWriter(),
                files,
                null,
                List.of("-proc:none", "-nowarn", "-cp", System.getProperty("java.class.path")),
                null,
                List.of(new Source(weakening)))
            .call();
    Map<String, byte[]> classes = new HashMap<>();
    compiled.forEach((name, file) -> classes.put(name, file.bytes.toByteArray()));
    return done ? new WeakenedClasses(classes) : null;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!name.startsWith(PACKAGE)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? defined(name) : loaded;
    }
  }

  private Class<?> defined(String name) throws ClassNotFoundException {
    byte[] bytes = weak.get(name);
    if (bytes == null) {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        bytes = in.readAllBytes();
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
    return defineClass(name, bytes, 0, bytes.length);
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(Weakening weakening) {
      super(URI.create("string:///" + weakening.type() + ".java"), Kind.SOURCE);
      this.text = weakening.source();
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Compiled extends SimpleJavaFileObject {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Compiled(String name) {
      super(URI.create("bytes:///" + name.replace('.', '/') + ".class"), Kind.CLASS);
    }

    @Override
    public OutputStream openOutputStream() {
      return bytes;
    }
  }
}
