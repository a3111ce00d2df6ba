package io.diffsr.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.diffsr.request.Described;
import io.diffsr.request.NumberText;
import io.diffsr.request.RequestField;
import io.diffsr.request.UpscaleOptions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.TypeConversionException;

/**
 * The options of a command that are those of the engine: made from the components of {@link
 * UpscaleOptions}, so that a new one is an option here without another word.
 */
final class UpscaleArguments {
  private final Map<String, RequestField> fields = new LinkedHashMap<>();
  private final Map<String, String> defaults = new HashMap<>();
  private Set<String> required = Set.of();
  private @Nullable CommandSpec command;

  private UpscaleArguments(Predicate<String> chosen) {
    RequestField.of(UpscaleOptions.class).stream()
        .filter(field -> chosen.test(field.name()))
        .forEach(field -> fields.put(field.name(), field));
  }

  /** Every option but those of these components. */
  static UpscaleArguments without(String... components) {
    Set<String> left = Set.of(components);
    return new UpscaleArguments(name -> !left.contains(name));
  }

  /** The options of these components. */
  static UpscaleArguments only(String... components) {
    return new UpscaleArguments(Set.of(components)::contains);
  }

  /** Names components that must be given. */
  UpscaleArguments require(String... components) {
    required = Set.of(components);
    return this;
  }

  /** Describes what an unset component stands for in this command, for its help. */
  UpscaleArguments describeDefault(String component, String text) {
    defaults.put(component, text);
    return this;
  }

  /** A command that takes options of the engine. */
  interface Owner {
    UpscaleArguments arguments();
  }

  /** Adds the options to the commands that take them, when picocli has read their annotations. */
  static final class AddedArguments implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      ((Owner) command.userObject()).arguments().addTo(command);
      return command;
    }
  }

  private void addTo(CommandSpec owner) {
    command = owner;
    fields.values().forEach(field -> owner.addOption(option(field)));
  }

  private OptionSpec option(RequestField field) {
    String[] names =
        Stream.concat(Stream.of(field.described().optionAliases()), Stream.of(field.optionName()))
            .toArray(String[]::new);
    OptionSpec.Builder builder = OptionSpec.builder(names);
    if (field.type() == Double.class) {
      builder.converters(number());
    }
    return builder
        .type(field.type())
        .paramLabel(label(field.type()))
        .required(required.contains(field.name()))
        .description(description(field).replace("%", "%%"))
        .build();
  }

  private static ITypeConverter<Double> number() {
    return text -> {
      try {
        return Double.valueOf(text);
      } catch (NumberFormatException e) {
        throw new TypeConversionException(NumberText.complaint(text));
      }
    };
  }

  private static String label(Class<?> type) {
    return type == String.class ? "NAME" : type == Double.class ? "X" : "N";
  }

  private String description(RequestField field) {
    Described described = field.described();
    String byDefault = defaults.getOrDefault(field.name(), described.byDefault());
    StringJoiner notes = new StringJoiner("; ", " (", ")").setEmptyValue("");
    if (described.values().length > 0) {
      notes.add(String.join(", ", described.values()));
    }
    if (!byDefault.isEmpty() && !required.contains(field.name())) {
      notes.add("default: " + byDefault);
    }
    return described.text() + notes + ".";
  }

  /** What the command line asks for; unset where it names no value. */
  UpscaleOptions options() {
    if (command == null) {
      throw new IllegalStateException("the command line is not read yet");
    }
    Map<String, Object> values = new HashMap<>();
    for (RequestField field : fields.values()) {
      @Nullable Object value =
          command.commandLine().getParseResult().matchedOptionValue(field.optionName(), null);
      if (value != null) {
        values.put(field.name(), value);
      }
    }
    return new ObjectMapper().convertValue(values, UpscaleOptions.class);
  }
}
