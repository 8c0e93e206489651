package dev.ostiary.platform.crypto;

import dev.ostiary.platform.database.Tx;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A column of sealed values. Each feature names its own, so that all can be sealed anew with
/// another master key.
///
/// @param place the place that a row's value is sealed for, as an SQL expression over the row
public record SealedColumn(String table, String column, String place) {

  /// A value in a locked row, named by its physical place, which the lock holds still.
  private record Value(String row, String place, byte[] sealed) {}

  /// How many values each master key has sealed here, by the id of the key.
  Map<String, Long> countByKey(Tx tx) {
    Map<String, Long> counts = new TreeMap<>(Comparator.naturalOrder());
    tx.sql(
            """
            select %s as key, count(*) as total from %s where %s is not null group by 1
            """
                .formatted(keyId(), table, column))
        .list(row -> counts.put(row.text("key"), row.number("total")));
    return counts;
  }

  /// Seals up to `limit` values anew that another than the newest key sealed. Rows that somebody
  /// has locked are passed over, so that a batch never waits while others wait for it.
  ///
  /// @return how many were sealed anew
  int resealFree(Tx tx, String newest, Sealer sealer, int limit) {
    return reseal(tx, newest, sealer, limit, "for no key update skip locked");
  }

  /// Seals one value anew, and waits for its row if need be.
  ///
  /// @return 0 when there is none left
  int resealOne(Tx tx, String newest, Sealer sealer) {
    return reseal(tx, newest, sealer, 1, "for no key update");
  }

  private int reseal(Tx tx, String newest, Sealer sealer, int limit, String lock) {
    List<Value> values =
        tx.sql(
                """
                select ctid::text as row, %s as place, %s as sealed from %s
                where %s <> :newest
                limit :limit
                %s
                """
                    .formatted(place, column, table, keyId(), lock))
            .bind("newest", newest)
            .bind("limit", limit)
            .list(row -> new Value(row.text("row"), row.text("place"), row.bytes("sealed")));
    if (values.isEmpty()) {
      return 0;
    }
    return tx.sql(
            """
            update %s set %s = fresh.sealed
            from unnest(:rows, :sealed) as fresh (row, sealed)
            where %s.ctid = fresh.row::tid
            """
                .formatted(table, column, table))
        .bindArray("rows", "text", values.stream().map(Value::row).toArray(String[]::new))
        .bindArray(
            "sealed",
            "bytea",
            values.stream()
                .map(value -> sealer.reseal(value.place(), value.sealed()))
                .toArray(byte[][]::new))
        .run();
  }

  private String keyId() {
    return "encode(substring(%s from %d for %d), 'hex')"
        .formatted(column, Sealer.ID_POSITION, MasterKey.ID_BYTES);
  }
}
