package io.diffsr.picture.heif;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The {@code meta} box of a HEIF file (ISO/IEC 23008-12, section 6.2): its items and their ties.
 */
final class HeifMeta {
  private static final int ESSENTIAL_BITS = 1;

  private final List<HeifBox> boxes;
  private final List<HeifItem> items;
  private final List<HeifBox> properties;
  private final Map<Long, List<HeifBox>> propertiesOf = new HashMap<>();
  private final List<Tie> ties = new ArrayList<>();
  private final long primary;

  /** A reference of one item to others (section 8.11.12 of ISO/IEC 14496-12). */
  private record Tie(String type, long from, Set<Long> to) {}

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

  private void associate(HeifBox box) {
    int versionAndFlags = box.content().getInt();
    int idBytes = versionAndFlags >>> 24 == 0 ? Short.BYTES : Integer.BYTES;
    int indexBytes = (versionAndFlags & 1) == 0 ? Byte.BYTES : Short.BYTES;
    int indexBits = indexBytes * Byte.SIZE - ESSENTIAL_BITS;
    ByteBuffer content = box.content();
    long entries = HeifItem.number(content, Integer.BYTES);
    for (long entry = 0; entry < entries; entry++) {
      long id = HeifItem.number(content, idBytes);
      int count = content.get() & 0xFF;
      List<HeifBox> own = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int index = (int) HeifItem.number(content, indexBytes) & ((1 << indexBits) - 1);
        if (index > 0 && index <= properties.size()) {
          own.add(properties.get(index - 1));
        }
      }
      propertiesOf.putIfAbsent(id, own);
    }
  }

  private void tie(HeifBox box) {
    int idBytes = box.openVersion() == 0 ? Short.BYTES : Integer.BYTES;
    for (HeifBox reference : box.children(HeifBox.VERSION_BYTES)) {
      ByteBuffer content = reference.content();
      long from = HeifItem.number(content, idBytes);
      int count = content.getShort() & 0xFFFF;
      Set<Long> to = new HashSet<>();
      for (int i = 0; i < count; i++) {
        to.add(HeifItem.number(content, idBytes));
      }
      ties.add(new Tie(reference.type(), from, to));
    }
  }

  /** All items but the primary one that are pictures, or parts of one. */
  List<HeifItem> furtherPictures() {
    return items.stream().filter(item -> item.id() != primary && item.isPicture()).toList();
  }

  /** Whether one of them is a picture by itself: no tile, preview, mask or map of another. */
  boolean hasSecondPicture() {
    Set<Long> parts =
        ties.stream()
            .filter(tie -> tie.type().equals("dimg"))
            .flatMap(tie -> tie.to().stream())
            .collect(Collectors.toSet());
    ties.stream()
        .filter(tie -> tie.type().equals("auxl") || tie.type().equals("thmb"))
        .forEach(tie -> parts.add(tie.from()));
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

  /** The properties of a type, of whichever item. */
  Stream<HeifBox> properties(String type) {
    return HeifBox.named(properties, type);
  }

  /** The properties of a type that the primary picture has. */
  Stream<HeifBox> ownProperties(String type) {
    return HeifBox.named(propertiesOf.getOrDefault(primary, List.of()), type);
  }

  /** Where the content of the items lies that say something about the primary picture. */
  Map<HeifItem, HeifLocation> descriptions() {
    Set<Long> describing =
        ties.stream()
            .filter(tie -> tie.type().equals("cdsc") && tie.to().contains(primary))
            .map(Tie::from)
            .collect(Collectors.toSet());
    Map<Long, HeifLocation> locations =
        child("iloc").map(box -> HeifLocation.read(box, describing)).orElse(Map.of());
    Map<HeifItem, HeifLocation> found = new HashMap<>();
    for (HeifItem item : items) {
      HeifLocation location = locations.get(item.id());
      if (location != null && !item.isPicture() && !item.packed()) {
        found.put(item, location);
      }
    }
    return found;
  }

  /** The {@code idat} box, in which small items lie. */
  Optional<ByteBuffer> data() {
    return child("idat").map(HeifBox::content);
  }
}
