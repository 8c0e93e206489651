package dev.ostiary.web.page;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.HttpServiceWithRoutes;
import com.linecorp.armeria.server.Route;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.ostiary.platform.crypto.Digests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;

/// The files beside the pages, all from our own jar. Each is served under a name that holds its
/// hash, for good, and asked for with that hash (Subresource Integrity).
public final class Assets implements HttpServiceWithRoutes {
  /// One file.
  @SuppressWarnings("ImmutableEnumChecker") // the bytes are only ever sent
  enum Asset {
    STYLE("style.css", "text/css; charset=utf-8", "/web/style.css"),
    SCRIPT("page.js", "text/javascript; charset=utf-8", "/web/page.js"),
    PASSKEY("passkey.js", "text/javascript; charset=utf-8", "/web/passkey.js"),
    ICON("icon.svg", "image/svg+xml", "/web/icon.svg"),
    HTMX(
        "htmx.js",
        "text/javascript; charset=utf-8",
        "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js");

    final String path;
    final String integrity;
    private final String contentType;
    private final byte[] plain;
    private final byte[] packed;

    Asset(String name, String contentType, String resource) {
      this.contentType = contentType;
      this.plain = read(resource);
      this.packed = pack(plain);
      byte[] hash = Digests.sha256(plain);
      this.integrity = "sha256-" + Base64.getEncoder().encodeToString(hash);
      this.path = PREFIX + HexFormat.of().formatHex(hash, 0, 6) + "/" + name;
    }
  }

  private static final String PREFIX = "/assets/";
  private static final Map<String, Asset> BY_PATH =
      Arrays.stream(Asset.values()).collect(Collectors.toMap(a -> a.path, Function.identity()));

  @Override
  public Set<Route> routes() {
    return Set.of(
        Route.builder()
            .methods(HttpMethod.GET, HttpMethod.HEAD)
            .path("/assets/{hash}/{name}")
            .build());
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    Asset asset = BY_PATH.get(context.path());
    if (asset == null && AccentStyle.isAt(context.path())) {
      return AccentStyle.serve(context.path());
    }
    if (asset == null) {
      return HttpResponse.of(HttpStatus.NOT_FOUND);
    }
    boolean gzip = request.headers().get(HttpHeaderNames.ACCEPT_ENCODING, "").contains("gzip");
    var headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .set(HttpHeaderNames.CONTENT_TYPE, asset.contentType)
            .set(HttpHeaderNames.VARY, "accept-encoding")
            .set(HttpHeaderNames.CACHE_CONTROL, "public, max-age=31536000, immutable");
    if (gzip) {
      headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip");
    }
    return HttpResponse.of(headers.build(), HttpData.wrap(gzip ? asset.packed : asset.plain));
  }

  private static byte[] read(String resource) {
    try (InputStream in = Assets.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("not in the jar: " + resource);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pack(byte[] plain) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
