package dev.ostiary.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.math.BigDecimal;
import java.math.BigInteger;

/// The numbers that a field takes. Protobuf writes those of 64 bits as strings, and reads every
/// number from either.
record JsonNumber(BigInteger least, BigInteger most) {
  /// More digits than any field takes; with an exponent a short text may stand for far more.
  private static final int DIGITS = 20;

  static JsonNumber of(FieldDescriptor field) {
    return switch (field.getType()) {
      case INT32, SINT32, SFIXED32 -> signed(31);
      case INT64, SINT64, SFIXED64 -> signed(63);
      case UINT32, FIXED32 -> new JsonNumber(BigInteger.ZERO, belowTwoTo(32));
      default -> new JsonNumber(BigInteger.ZERO, belowTwoTo(64));
    };
  }

  private static JsonNumber signed(int bits) {
    return new JsonNumber(BigInteger.TWO.pow(bits).negate(), belowTwoTo(bits));
  }

  private static BigInteger belowTwoTo(int bits) {
    return BigInteger.TWO.pow(bits).subtract(BigInteger.ONE);
  }

  boolean takes(JsonNode json) {
    if (!json.isNumber() && !json.isTextual()) {
      return false;
    }
    try {
      BigDecimal number = new BigDecimal(json.asText());
      if ((long) number.precision() - number.scale() > DIGITS || number.scale() > DIGITS) {
        return false;
      }
      BigInteger whole = number.toBigIntegerExact();
      return whole.compareTo(least) >= 0 && whole.compareTo(most) <= 0;
    } catch (ArithmeticException | NumberFormatException e) {
      return false; // a fraction, or no number
    }
  }

  /// In words.
  String expected() {
    return "a whole number from " + least + " to " + most;
  }
}
