package dev.ostiary.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.FileDescriptor;
import dev.ostiary.wire.auditlogs.AuditlogsProto;
import dev.ostiary.wire.auth.AuthProto;
import dev.ostiary.wire.clients.ClientsProto;
import dev.ostiary.wire.commons.CommonsProto;
import dev.ostiary.wire.connections.ConnectionsProto;
import dev.ostiary.wire.domains.DomainsProto;
import dev.ostiary.wire.errdetails.ErrdetailsProto;
import dev.ostiary.wire.events.EventsProto;
import dev.ostiary.wire.options.OptionsProto;
import dev.ostiary.wire.organizations.OrganizationsProto;
import dev.ostiary.wire.tokens.TokensProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Our protos against the facts of the public contract that existing clients are compiled against.
/// A line that is missing breaks them; one that is new is a promise nobody else keeps.
class WireFactsTest {
  private static final Path CONTRACT = Path.of("src/test/resources/wire/contract.txt");

  private static final List<FileDescriptor> OURS =
      List.of(
          AuditlogsProto.getDescriptor(),
          AuthProto.getDescriptor(),
          ClientsProto.getDescriptor(),
          CommonsProto.getDescriptor(),
          ConnectionsProto.getDescriptor(),
          DomainsProto.getDescriptor(),
          ErrdetailsProto.getDescriptor(),
          EventsProto.getDescriptor(),
          OptionsProto.getDescriptor(),
          OrganizationsProto.getDescriptor(),
          TokensProto.getDescriptor());

  @Test
  void ourProtosSayExactlyWhatTheContractSays() throws IOException {
    Stream<String> ours = OURS.stream().flatMap(file -> WireFacts.of(file).stream());

    assertThat(ours).containsExactlyInAnyOrderElementsOf(Files.readAllLines(CONTRACT));
  }

  @Test
  void theFactsAreFineEnoughToShowAChange() throws IOException {
    assertThat(Files.readAllLines(CONTRACT))
        .contains(
            "field scalekit.v1.connections.Connection.id =1 single string",
            "field scalekit.v1.connections.Connection.organization_id =7 optional string",
            "field scalekit.v1.connections.Connection.attribute_mapping =15 map string>string",
            "field scalekit.v1.connections.Connection.saml_config =19 oneof:settings"
                + " scalekit.v1.connections.SAMLConnectionConfigResponse",
            "value scalekit.v1.connections.ConnectionStatus COMPLETED =3",
            "rpc scalekit.v1.organizations.OrganizationService.GetOrganizationByExternalId"
                + " scalekit.v1.organizations.GetOrganizationRequest"
                + " scalekit.v1.organizations.GetOrganizationResponse"
                + " unary GET /api/v1/organizations:external/{external_id}");
  }
}
