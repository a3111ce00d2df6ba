package io.diffsr.openapi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.request.Described;
import io.diffsr.request.JobRequest;
import io.diffsr.request.JobRules;
import io.diffsr.request.RequestField;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/**
 * The schemas of a request, as JSON and as a form, with the documentation and the bounds of {@link
 * Described}.
 */
final class RequestSchemas {
  /** PostgreSQL holds no other text. */
  private static final String WITHOUT_NULL_CHARACTER = "^[^\\u0000]*$";

  private static final String IMAGE = "image";
  private static final String IMAGE_URL = "image_url";

  private final ObjectMapper mapper = new ObjectMapper();

  /** As JSON: a field that is null counts as missing. */
  Schema json() {
    Schema schema = object();
    for (RequestField field : RequestField.of(JobRequest.class)) {
      Schema property = described(field);
      if (field.type() == List.class) {
        // In a form, a list without elements is a field that is missing.
        property.minItems(1);
      }
      schema.addProperty(
          field.wireName(), field.wireName().equals(IMAGE_URL) ? property : nullable(property));
    }
    return schema.addRequired(IMAGE_URL);
  }

  /** A text has its names in a schema of its own, where null is none of them. */
  private static Schema nullable(Schema property) {
    if (!property.getType().contains(SchemaType.STRING)) {
      return property.addType(SchemaType.NULL);
    }
    return OASFactory.createSchema()
        .description(property.getDescription())
        .defaultValue(property.getDefaultValue())
        .examples(property.getExamples())
        .addAnyOf(property.description(null).defaultValue(null).examples(null))
        .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
  }

  /** As a form, which has the picture or its address. */
  Schema form() {
    Schema schema = object();
    schema.addProperty(
        IMAGE,
        OASFactory.createSchema()
            .addType(SchemaType.STRING)
            .format("binary")
            .description(
                "The picture: PNG, JPEG, WebP, TIFF, BMP or GIF, HEIC or AVIF where libheif is installed; or name an image_url"));
    for (RequestField field : RequestField.of(JobRequest.class)) {
      schema.addProperty(field.wireName(), described(field));
    }
    for (String source : List.of(IMAGE, IMAGE_URL)) {
      schema.addOneOf(OASFactory.createSchema().addRequired(source));
    }
    return schema;
  }

  private static Schema object() {
    return OASFactory.createSchema()
        .addType(SchemaType.OBJECT)
        .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
  }

  private Schema described(RequestField field) {
    Described described = field.described();
    Schema schema = typed(field.type()).description(described.text());
    for (String value : described.values()) {
      schema.addEnumeration(value);
    }
    if (!described.format().isEmpty()) {
      schema.setFormat(described.format());
    }
    if (!described.byDefault().isEmpty()) {
      schema.setDefaultValue(value(described.byDefault(), field.type()));
    }
    if (!described.example().isEmpty()) {
      schema.addExample(value(described.example(), field.type()));
    }
    bound(schema, described);
    if (field.type() == List.class) {
      JobRules.WEBHOOK_EVENTS.stream().sorted().forEach(schema.getItems()::addEnumeration);
    }
    if (field.type() == Map.class) {
      schema
          .maxProperties(JobRules.MAX_METADATA_ENTRIES)
          .propertyNames(limited(JobRules.MAX_METADATA_NAME))
          .additionalPropertiesSchema(limited(JobRules.MAX_METADATA_TEXT));
    }
    return schema;
  }

  private static Schema limited(int characters) {
    return typed(String.class).maxLength(characters).pattern(WITHOUT_NULL_CHARACTER);
  }

  private static void bound(Schema schema, Described described) {
    if (described.aboveMinimum()) {
      schema.setExclusiveMinimum(new BigDecimal(described.minimum()));
    } else if (!described.minimum().isEmpty()) {
      schema.setMinimum(new BigDecimal(described.minimum()));
    }
    if (!described.maximum().isEmpty()) {
      schema.setMaximum(new BigDecimal(described.maximum()));
    }
  }

  /** The schema of a type, with the bounds that it has by itself. */
  static Schema typed(Class<?> type) {
    Schema schema = OASFactory.createSchema();
    if (type == String.class || type.isEnum()) {
      return schema.addType(SchemaType.STRING);
    }
    if (type == Integer.class || type == int.class) {
      return whole(schema, "int32", Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (type == Long.class || type == long.class) {
      return whole(schema, "int64", Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == Double.class || type == double.class) {
      return schema.addType(SchemaType.NUMBER).format("double");
    }
    if (type == List.class) {
      return schema.addType(SchemaType.ARRAY).items(typed(String.class));
    }
    if (type == Map.class) {
      return schema.addType(SchemaType.OBJECT).additionalPropertiesSchema(typed(String.class));
    }
    throw new IllegalStateException("no schema for a field of " + type);
  }

  private static Schema whole(Schema schema, String format, long lowest, long highest) {
    return schema
        .addType(SchemaType.INTEGER)
        .format(format)
        .minimum(BigDecimal.valueOf(lowest))
        .maximum(BigDecimal.valueOf(highest));
  }

  /** Texts stand for themselves, everything else is JSON. */
  private Object value(String text, Class<?> type) {
    if (type == String.class) {
      return text;
    }
    try {
      return mapper.readValue(text, Object.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
