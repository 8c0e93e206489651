package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.ostiary.wire.errdetails.ErrorInfo;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A refusal as a caller gets it, through either door. To read one is to check that it has the form
/// of the contract: the same code and message at every place, and one `ErrorInfo`.
record Refusal(Status.Code code, String message, List<String> fields) {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  static Refusal grpc(ThrowingCallable call) {
    StatusRuntimeException thrown = catchThrowableOfType(StatusRuntimeException.class, call);
    assertThat(thrown).as("the call must be refused").isNotNull();
    Metadata trailers = Status.trailersFromThrowable(thrown);
    assertThat(trailers).isNotNull();
    try {
      com.google.rpc.Status details = com.google.rpc.Status.parseFrom(trailers.get(DETAILS));
      assertThat(details.getCode()).isEqualTo(thrown.getStatus().getCode().value());
      assertThat(details.getMessage()).isEqualTo(thrown.getStatus().getDescription());
      assertThat(details.getDetailsList()).hasSize(1);
      ErrorInfo info = details.getDetails(0).unpack(ErrorInfo.class);
      assertThat(info.getErrorCode()).isEqualTo(thrown.getStatus().getCode().name());
      return new Refusal(
          thrown.getStatus().getCode(),
          details.getMessage(),
          info.getValidationErrorInfo().getFieldViolationsList().stream()
              .map(violation -> violation.getField())
              .toList());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(e);
    }
  }

  static Refusal rest(ApiWorld.Answer answer) {
    assertThat(answer.status()).isGreaterThanOrEqualTo(400);
    assertThat(answer.header("content-type")).startsWith("application/json");
    JsonNode json = answer.json();
    assertThat(json.fieldNames()).toIterable().containsExactly("code", "message", "details");
    assertThat(json.path("details")).hasSize(1);
    JsonNode info = json.path("details").path(0);
    assertThat(info.path("@type").asText())
        .isEqualTo("type.googleapis.com/scalekit.v1.errdetails.ErrorInfo");
    Status.Code code = Status.fromCodeValue(json.path("code").asInt()).getCode();
    assertThat(info.path("error_code").asText()).isEqualTo(code.name());
    assertThat(json.path("message").asText()).isNotEmpty();
    JsonNode violations = info.path("validation_error_info").path("field_violations");
    return new Refusal(
        code,
        json.path("message").asText(),
        StreamSupport.stream(violations.spliterator(), false)
            .map(violation -> violation.path("field").asText())
            .toList());
  }
}
