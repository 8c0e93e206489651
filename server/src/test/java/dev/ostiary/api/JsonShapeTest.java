package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.ostiary.platform.Json;
import dev.ostiary.platform.Problem.Violation;
import dev.ostiary.wire.events.ListEventsRequest;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// JSON held against the message it is to become: what passes can be read, what cannot be read is
/// named.
class JsonShapeTest {
  private static List<Violation> faults(String json) {
    return JsonShape.faults(Json.parse(json), ListEventsRequest.getDescriptor());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"page_size\": 10}",
        "{\"page_size\": \"10\"}",
        "{\"page_size\": 1e1}",
        "{\"page_size\": 10.0}",
        "{\"page_size\": 4294967295}",
        "{\"pageSize\": 0}",
        "{\"filter\": {\"start_time\": \"2026-01-31T12:00:00Z\"}}",
        "{\"filter\": {\"start_time\": \"2026-01-31T12:00:00.123456789+02:00\"}}"
      })
  void whatIsRightPassesAndIsRead(String json) throws InvalidProtocolBufferException {
    assertThat(faults(json)).isEmpty();
    JsonFormat.parser().merge(json, ListEventsRequest.newBuilder());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'page_size': 'ten'}        | page_size | whole number from 0 to 4294967295",
        "{'page_size': ''}           | page_size | whole number",
        "{'page_size': -1}           | page_size | whole number",
        "{'page_size': 1.5}          | page_size | whole number",
        "{'page_size': 4294967296}   | page_size | whole number",
        "{'page_size': 1e999999999}  | page_size | whole number",
        "{'page_size': '1e-99999999'}| page_size | whole number",
        "{'page_size': true}         | page_size | whole number",
        "{'filter': {'start_time': 'yesterday'}}            | filter.start_time | 2026-01-31T12:00:00Z",
        "{'filter': {'start_time': '2026-01-31'}} | filter.start_time | 2026-01-31T12:00:00Z",
        "{'filter': {'start_time': 5}}                      | filter.start_time | 2026-01-31T12:00:00Z"
      },
      quoteCharacter = '`')
  void whatIsWrongIsNamedWithWhatIsExpected(String json, String field, String expected) {
    assertThat(faults(json.replace('\'', '"')))
        .singleElement()
        .satisfies(fault -> {
          assertThat(fault.field()).isEqualTo(field);
          assertThat(fault.description()).contains("found").contains(expected);
        });
  }
}
