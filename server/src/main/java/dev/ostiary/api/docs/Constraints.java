package dev.ostiary.api.docs;

import build.buf.validate.FieldRules;
import build.buf.validate.MapRules;
import build.buf.validate.RepeatedRules;
import build.buf.validate.StringRules;
import build.buf.validate.UInt32Rules;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// What the rules of a field (`buf.validate`) are called in a JSON schema. A rule that has no name
/// there is left out: the server checks it all the same.
final class Constraints {
  private Constraints() {}

  static void scalar(ObjectNode schema, FieldRules rules) {
    if (rules.hasString()) {
      text(schema, rules.getString());
    } else if (rules.hasUint32()) {
      number(schema, rules.getUint32());
    }
  }

  private static void text(ObjectNode schema, StringRules rules) {
    if (rules.hasMinLen()) {
      schema.put("minLength", rules.getMinLen());
    }
    if (rules.hasMaxLen()) {
      schema.put("maxLength", rules.getMaxLen());
    }
    if (rules.hasPattern()) {
      schema.put("pattern", rules.getPattern());
    } else if (rules.hasPrefix()) {
      schema.put("pattern", "^" + rules.getPrefix());
    }
    if (rules.hasEmail()) {
      schema.put("format", "email");
    } else if (rules.hasUri()) {
      schema.put("format", "uri");
    }
    if (rules.getInCount() > 0) {
      rules.getInList().forEach(schema.withArray("enum")::add);
    }
  }

  private static void number(ObjectNode schema, UInt32Rules rules) {
    if (rules.hasGte()) {
      schema.put("minimum", Integer.toUnsignedLong(rules.getGte()));
    } else if (rules.hasGt()) {
      schema.put("exclusiveMinimum", Integer.toUnsignedLong(rules.getGt()));
    }
    if (rules.hasLte()) {
      schema.put("maximum", Integer.toUnsignedLong(rules.getLte()));
    } else if (rules.hasLt()) {
      schema.put("exclusiveMaximum", Integer.toUnsignedLong(rules.getLt()));
    }
  }

  static void repeated(ObjectNode schema, RepeatedRules rules) {
    if (rules.hasMinItems()) {
      schema.put("minItems", rules.getMinItems());
    }
    if (rules.hasMaxItems()) {
      schema.put("maxItems", rules.getMaxItems());
    }
    if (rules.getUnique()) {
      schema.put("uniqueItems", true);
    }
  }

  static void map(ObjectNode schema, MapRules rules) {
    if (rules.hasMinPairs()) {
      schema.put("minProperties", rules.getMinPairs());
    }
    if (rules.hasMaxPairs()) {
      schema.put("maxProperties", rules.getMaxPairs());
    }
    if (rules.getKeys().hasString()) {
      ObjectNode names = schema.putObject("propertyNames");
      text(names, rules.getKeys().getString());
    }
  }
}
