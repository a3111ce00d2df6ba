package io.diffsr.submission;

import static jakarta.ws.rs.core.Response.Status.BAD_REQUEST;
import static jakarta.ws.rs.core.Response.Status.UNSUPPORTED_MEDIA_TYPE;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.diffsr.picture.PictureException;
import io.diffsr.picture.PictureLimits;
import io.diffsr.problem.ProblemException;
import io.diffsr.request.InvalidJobException;
import io.diffsr.request.InvalidJobException.Violation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadBase.InvalidContentTypeException;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.UploadContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code multipart/form-data} (RFC 7578) part by part: the picture goes from the connection
 * to a file, and no more than a field is held in memory.
 */
final class FormReader {
  static final String IMAGE = "image";

  private static final int MOST_PARTS = 100;
  private static final int LONGEST_FIELD = 64 * 1024;

  /** Fields of which several may be given. */
  private static final Set<String> LISTS = Set.of("webhook_events");

  private final PictureLimits limits;

  FormReader(PictureLimits limits) {
    this.limits = limits;
  }

  /**
   * Reads a form.
   *
   * @param contentType of the request, with the boundary
   * @param upload takes the picture
   * @throws ProblemException where it is no form
   * @throws InvalidJobException where a field is longer than 64 KiB, no UTF-8, or given twice
   * @throws PictureException where the picture has too many bytes
   * @throws IOException where the connection breaks
   */
  SubmissionForm read(@Nullable String contentType, InputStream body, Upload upload)
      throws IOException {
    if (contentType == null) {
      throw ProblemException.of(
          UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", "The header Content-Type is missing.");
    }
    Map<String, List<String>> fields = new LinkedHashMap<>();
    Path image = null;
    try {
      FileItemIterator parts = new FileUpload().getItemIterator(new Body(contentType, body));
      for (int count = 1; parts.hasNext(); count++) {
        FileItemStream part = parts.next();
        String name = name(part, count);
        if (!name.equals(IMAGE)) {
          List<String> values = fields.computeIfAbsent(name, each -> new ArrayList<>());
          if (!values.isEmpty() && !LISTS.contains(name)) {
            throw invalid(name, "is given more than once");
          }
          values.add(text(name, part));
        } else if (image == null) {
          image = upload.receive(part.openStream(), limits);
        } else {
          throw invalid(name, "is given more than once");
        }
      }
    } catch (InvalidContentTypeException | MalformedStreamException e) {
      throw noForm(e.getMessage());
    } catch (FileUploadException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw noForm(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw noForm(e.getMessage());
    }
    return new SubmissionForm(fields, image);
  }

  private static String name(FileItemStream part, int count) {
    String name = part.getFieldName();
    if (name == null || name.isEmpty()) {
      throw noForm("part %d has no name".formatted(count));
    }
    if (count > MOST_PARTS) {
      throw noForm("it has more than %d parts".formatted(MOST_PARTS));
    }
    return name;
  }

  private static String text(String name, FileItemStream part) throws IOException {
    byte[] bytes;
    try (InputStream stream = part.openStream()) {
      bytes = stream.readNBytes(LONGEST_FIELD + 1);
    }
    if (bytes.length > LONGEST_FIELD) {
      throw invalid(name, "is longer than %d bytes".formatted(LONGEST_FIELD));
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw invalid(name, "is not UTF-8");
    }
  }

  private static ProblemException noForm(@Nullable String why) {
    return ProblemException.of(
        BAD_REQUEST, "invalid_form", "The body is not a form as its Content-Type says: " + why);
  }

  private static InvalidJobException invalid(String field, String message) {
    return new InvalidJobException(List.of(new Violation(field, message)));
  }

  /** The request as the library wants it. */
  private record Body(String contentType, InputStream stream) implements UploadContext {
    @Override
    public String getCharacterEncoding() {
      return UTF_8.name();
    }

    @Override
    public String getContentType() {
      return contentType;
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getContentLength() {
      return -1;
    }

    @Override
    public long contentLength() {
      return -1;
    }

    @Override
    public InputStream getInputStream() {
      return stream;
    }
  }
}
