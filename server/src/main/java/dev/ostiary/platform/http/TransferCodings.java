package dev.ostiary.platform.http;

import com.linecorp.armeria.server.ServerBuilder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;

/// Refuses requests of HTTP/1.1 with any transfer coding but `chunked`. Netty reads what it does
/// not know as a request without a body, and a proxy may read it otherwise; then what one takes for
/// a body is a request to the other (RFC 9112, sections 6.1 and 11.2).
final class TransferCodings {
  /// As Armeria names its decoder of HTTP/1.1, whose class is hidden.
  private static final String DECODER = "HttpServerCodec#0";

  private TransferCodings() {}

  static void install(ServerBuilder server) {
    server.childChannelPipelineCustomizer(pipeline -> pipeline.addFirst(new Placing()));
  }

  /// Waits until it is decided which protocol is spoken, and puts the check behind its decoder. The
  /// decision and the first request may come in one piece, so the bytes are passed on one by one
  /// until then.
  private static final class Placing extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!(message instanceof ByteBuf bytes)) {
        ctx.fireChannelRead(message);
        return;
      }
      while (bytes.isReadable() && !place(ctx.pipeline())) {
        ctx.fireChannelRead(bytes.readRetainedSlice(1));
      }
      if (place(ctx.pipeline()) && !ctx.isRemoved()) {
        ctx.pipeline().remove(this);
      }
      if (bytes.isReadable()) {
        ctx.fireChannelRead(bytes);
      } else {
        bytes.release();
      }
    }

    /// @return whether nothing remains to be done
    private static boolean place(ChannelPipeline pipeline) {
      if (pipeline.get(Http2ConnectionHandler.class) != null) {
        return true; // has no transfer codings
      }
      if (pipeline.get(DECODER) == null) {
        return false;
      }
      if (pipeline.get(Check.class) == null) {
        pipeline.addAfter(DECODER, null, new Check());
      }
      return true;
    }
  }

  private static final class Check extends ChannelInboundHandlerAdapter {
    private boolean first = true;
    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (!refused && message instanceof HttpRequest request) {
        refused = !isClear(request);
        if (refused) {
          refuse(ctx);
        }
        first = false;
      }
      if (refused) {
        ReferenceCountUtil.release(message);
      } else {
        ctx.fireChannelRead(message);
      }
    }

    private static boolean isClear(HttpRequest request) {
      List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
      return codings.isEmpty()
          || (codings.size() == 1
              && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst().strip()));
    }

    /// Behind other requests there is no telling to which an answer would go.
    private void refuse(ChannelHandlerContext ctx) {
      if (!first) {
        var _ = ctx.close();
        return;
      }
      DefaultFullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST, Unpooled.EMPTY_BUFFER);
      answer
          .headers()
          .set(HttpHeaderNames.CONTENT_LENGTH, 0)
          .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      var _ = ctx.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }
  }
}
