package io.diffsr.standalone;

import io.diffsr.request.OutputFormat;
import io.diffsr.request.RequestField;
import io.diffsr.request.UpscaleOptions;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * Options that go to the service as form fields, unchecked: one per component of {@link
 * UpscaleOptions}, so that the command takes whatever the service takes.
 */
final class JobFields {
  private static final List<RequestField> FIELDS = RequestField.of(UpscaleOptions.class);

  /** The field for the format of the result. */
  static final String OUTPUT_FORMAT = "output_format";

  private JobFields() {}

  /** Adds the options to a command when picocli has read its annotations. */
  static final class AddedOptions implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      FIELDS.forEach(field -> command.addOption(option(field)));
      return command;
    }
  }

  private static OptionSpec option(RequestField field) {
    Stream<String> names =
        Stream.concat(Stream.of(field.described().optionAliases()), Stream.of(field.optionName()));
    return OptionSpec.builder(names.toArray(String[]::new)).type(String.class).build();
  }

  /**
   * The form fields that a command line gives.
   *
   * @param out the file to write; its ending names the format where no option does
   */
  static Map<String, String> form(ParseResult arguments, Optional<Path> out) {
    Map<String, String> form = new LinkedHashMap<>();
    for (RequestField field : FIELDS) {
      @Nullable String value = arguments.matchedOptionValue(field.optionName(), null);
      if (value != null) {
        form.put(field.wireName(), value);
      }
    }
    if (!form.containsKey(OUTPUT_FORMAT)) {
      out.flatMap(OutputFormat::ofFileName)
          .ifPresent(format -> form.put(OUTPUT_FORMAT, format.wireName()));
    }
    return form;
  }
}
