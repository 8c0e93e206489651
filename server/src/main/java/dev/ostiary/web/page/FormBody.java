package dev.ostiary.web.page;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.QueryParamsBuilder;
import com.linecorp.armeria.common.multipart.AggregatedBodyPart;
import com.linecorp.armeria.common.multipart.Multipart;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What a form sent, in either of the two ways that browsers have. A file becomes a field that
/// holds its text. Any other content is no form of ours and has no fields.
record FormBody(AggregatedHttpRequest request, QueryParams parameters) {

  static CompletableFuture<FormBody> read(AggregatedHttpRequest request) {
    @Nullable MediaType type = request.contentType();
    if (type != null && type.belongsTo(MediaType.FORM_DATA)) {
      return CompletableFuture.completedFuture(
          new FormBody(request, QueryParams.fromQueryString(request.contentUtf8())));
    }
    if (type != null && type.belongsTo(MediaType.MULTIPART_FORM_DATA)) {
      HttpRequest again = request.toHttpRequest();
      return Multipart.from(again)
          .aggregate()
          .thenApply(parts -> {
            QueryParamsBuilder fields = QueryParams.builder();
            for (AggregatedBodyPart part : parts.bodyParts()) {
              if (part.name() != null) {
                fields.add(part.name(), part.contentUtf8());
              }
            }
            return new FormBody(request, fields.build());
          });
    }
    return CompletableFuture.completedFuture(new FormBody(request, QueryParams.of()));
  }
}
