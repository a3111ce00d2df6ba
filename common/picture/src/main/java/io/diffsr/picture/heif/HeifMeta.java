package io.diffsr.picture.heif;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The {@code meta} box of a HEIF file (ISO/IEC 23008-12, section 6.2): its items and their ties. Of
 * each kind no more is kept than the primary picture needs.
 */
final class HeifMeta {
  private static final int ESSENTIAL_BITS = 1;
  private static final int MOST_TIES = 1 << 16;

  private final List<HeifBox> boxes;
  private final List<HeifItem> items;
  private final List<HeifBox> properties;
  private final List<HeifBox> own = new ArrayList<>();
  private final Set<Long> describing = new HashSet<>();
  private final List<HeifBox> descriptions = new ArrayList<>();
  private final Set<Long> parts = new HashSet<>();
  private final long primary;
  private boolean premultiplied;
  private int ties;

  /**
   * Reads the box.
   *
   * @throws io.diffsr.picture.PictureException of kind {@code CORRUPT}
   * @throws java.nio.BufferUnderflowException where something is longer than its box
   */
  HeifMeta(HeifBox meta) {
    boxes = meta.children(HeifBox.VERSION_BYTES);
    items = child("iinf").map(HeifItem::read).orElse(List.of());
    primary =
        child("pitm")
            .map(
                box -> {
                  int bytes = box.openVersion() == 0 ? Short.BYTES : Integer.BYTES;
                  return HeifItem.number(box.content(), bytes);
                })
            .orElseThrow(() -> HeifPicture.damaged("it does not say which picture is meant"));
    List<HeifBox> described = child("iprp").map(box -> box.children(0)).orElse(List.of());
    properties =
        HeifBox.named(described, "ipco").findFirst().map(box -> box.children(0)).orElse(List.of());
    HeifBox.named(described, "ipma").forEach(this::associate);
    child("iref").ifPresent(this::tie);
  }

  private Optional<HeifBox> child(String type) {
    return HeifBox.named(boxes, type).findFirst();
  }

  /** Keeps the properties of the primary picture; its first entry counts. */
  private void associate(HeifBox box) {
    int versionAndFlags = box.content().getInt();
    int idBytes = versionAndFlags >>> 24 == 0 ? Short.BYTES : Integer.BYTES;
    int indexBytes = (versionAndFlags & 1) == 0 ? Byte.BYTES : Short.BYTES;
    int indexBits = indexBytes * Byte.SIZE - ESSENTIAL_BITS;
    ByteBuffer content = box.content();
    long entries = HeifItem.number(content, Integer.BYTES);
    for (long entry = 0; entry < entries; entry++) {
      boolean wanted = HeifItem.number(content, idBytes) == primary && own.isEmpty();
      int count = content.get() & 0xFF;
      if (!wanted) {
        HeifItem.skip(content, (long) count * indexBytes);
        continue;
      }
      for (int i = 0; i < count; i++) {
        int index = (int) HeifItem.number(content, indexBytes) & ((1 << indexBits) - 1);
        if (index > 0 && index <= properties.size()) {
          own.add(properties.get(index - 1));
        }
      }
    }
  }

  private void tie(HeifBox box) {
    int idBytes = box.openVersion() == 0 ? Short.BYTES : Integer.BYTES;
    for (HeifBox reference : box.children(HeifBox.VERSION_BYTES)) {
      ByteBuffer content = reference.content();
      long from = HeifItem.number(content, idBytes);
      int count = content.getShort() & 0xFFFF;
      ties += count;
      if (ties > MOST_TIES) {
        throw HeifPicture.damaged("its items refer to each other too often");
      }
      for (int i = 0; i < count; i++) {
        tie(reference.type(), from, HeifItem.number(content, idBytes));
      }
      if (reference.type().equals("cdsc")) {
        descriptions.add(reference);
      }
    }
  }

  /** A reference of one item to another (section 8.11.12 of ISO/IEC 14496-12). */
  private void tie(String type, long from, long to) {
    switch (type) {
      case "cdsc" -> {
        if (to == primary) {
          describing.add(from);
        }
      }
      case "dimg" -> parts.add(to);
      case "auxl", "thmb" -> parts.add(from);
      case "prem" -> premultiplied |= from == primary;
      default -> {
        // Nothing about this picture alone.
      }
    }
  }

  /** All items but the primary one that are pictures, or parts of one. */
  List<HeifItem> furtherPictures() {
    return items.stream().filter(item -> item.id() != primary && item.isPicture()).toList();
  }

  /** The item of the picture that is meant. */
  Optional<HeifItem> picture() {
    return items.stream().filter(item -> item.id() == primary).findFirst();
  }

  /** Whether one of them is a picture by itself: no tile, preview, mask or map of another. */
  boolean hasSecondPicture() {
    return furtherPictures().stream()
        .anyMatch(
            item -> !item.isHidden() && !parts.contains(item.id()) && !item.type().equals("tmap"));
  }

  /** Whether there is a gain map, Apple's or that of ISO 21496-1. */
  boolean hasGainMap() {
    return items.stream().anyMatch(item -> item.type().equals("tmap"))
        || properties("auxC")
            .map(
                box -> {
                  ByteBuffer content = box.content().duplicate().rewind();
                  return HeifBox.characters(content, content.limit());
                })
            .anyMatch(type -> type.contains("aux:hdrgainmap"));
  }

  /** Whether the picture's colours are multiplied by its opacity. */
  boolean isPremultiplied() {
    return premultiplied;
  }

  /** The properties of a type, of whichever item. */
  Stream<HeifBox> properties(String type) {
    return HeifBox.named(properties, type);
  }

  /** The properties of a type that the primary picture has. */
  Stream<HeifBox> ownProperties(String type) {
    return HeifBox.named(own, type);
  }

  /** The references by which items describe pictures. */
  List<HeifBox> descriptions() {
    return descriptions;
  }

  /** The first item of a type, or of a media type, that describes the primary picture. */
  Optional<HeifItem> description(String type, String contentType) {
    return items.stream()
        .filter(item -> describing.contains(item.id()))
        .filter(item -> item.type().equals(type) && item.contentType().equals(contentType))
        .findFirst();
  }

  /** Where the content of an item lies. */
  Optional<HeifLocation> location(HeifItem item) {
    return child("iloc")
        .map(box -> HeifLocation.read(box.reopened(), Set.of(item.id())))
        .map((Map<Long, HeifLocation> found) -> found.get(item.id()));
  }

  /** The {@code idat} box, in which small items lie. */
  Optional<ByteBuffer> data() {
    return child("idat").map(HeifBox::content);
  }
}
