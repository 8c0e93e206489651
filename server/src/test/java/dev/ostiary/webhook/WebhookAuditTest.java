package dev.ostiary.webhook;

import static dev.ostiary.webhook.DeliveryWorld.ENVIRONMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ostiary.platform.Problem;
import dev.ostiary.platform.database.Actor;
import dev.ostiary.platform.id.EndpointId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whoever turns an endpoint elsewhere, or looks at its secret, is in the audit log.
class WebhookAuditTest {
  private static final Actor ADA = new Actor("OPERATOR", "opr_7", "req_9", "192.0.2.1");

  private final DeliveryWorld world = DeliveryWorld.alone();

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whoLooksAtASecretIsInTheAuditLogAndTheSecretIsNot() {
    EndpointId endpoint = world.endpoint("http://127.0.0.1:9/").id();
    Endpoints endpoints = world.webhooks.endpoints();
    List<WebhookSecret> secrets = endpoints.secrets(ENVIRONMENT, endpoint);
    assertThat(changes("webhook secret")).isEmpty();

    assertThat(ADA.as(() -> endpoints.reveal(ENVIRONMENT, endpoint))).isEqualTo(secrets);
    assertThat(changes("webhook secret"))
        .singleElement()
        .asString()
        .contains("opr_7", "192.0.2.1", "reveal_time")
        .doesNotContain("whsec_", "sealed");
  }

  @Test
  void nobodyLooksAtASecretThatThereIsNot() {
    assertThatThrownBy(() -> world.webhooks.endpoints().reveal(ENVIRONMENT, new EndpointId(1)))
        .isInstanceOf(Problem.class);
    assertThat(changes("webhook secret")).isEmpty();
  }

  @Test
  void whoTurnsAnEndpointToAnotherReceiverIsInTheAuditLogWithBoth() {
    EndpointId endpoint = world.endpoint("http://127.0.0.1:9/before").id();
    EndpointSettings moved = world.settings("http://127.0.0.1:9/after");

    ADA.as(() -> world.webhooks.endpoints().update(ENVIRONMENT, endpoint, settings -> moved, null));
    assertThat(changes("webhook endpoint"))
        .singleElement()
        .asString()
        .contains("opr_7", "192.0.2.1", "http://127.0.0.1:9/before", "http://127.0.0.1:9/after");
  }

  private List<String> changes(String object) {
    return world.database.transact(tx ->
        tx.sql(
                """
                select a::text as entry from audit a
                where object_type = :object and action = 'changed'
                """)
            .bind("object", object)
            .list(row -> row.text("entry")));
  }
}
