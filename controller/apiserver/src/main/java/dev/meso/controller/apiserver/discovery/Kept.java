package dev.meso.controller.apiserver.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Pages that were made once. There are as many as {@link DiscoveryPages} has names for, whatever
 * clients ask. Thread-safe; a page that two ask for at once may be made twice, with the same
 * result.
 */
final class Kept {
  private final Map<String, Page> pages = new ConcurrentHashMap<>();

  /**
   * A text and what tells it apart from others.
   *
   * @param hash of the text, in hexadecimal
   */
  record Page(String text, String hash) {

    /** The entity tag. */
    String tag() {
      return '"' + hash + '"';
    }

    /** Whether an {@code If-None-Match} header names this page. */
    boolean matches(String header) {
      for (String one : header.split(",", -1)) {
        String tag = one.strip();
        if (tag.equals("*") || (tag.startsWith("W/") ? tag.substring(2) : tag).equals(tag())) {
          return true;
        }
      }
      return false;
    }
  }

  Page page(String name, Supplier<String> text) {
    Page page = pages.get(name);
    if (page == null) {
      String made = text.get();
      page = new Page(made, hash(made));
      pages.put(name, page);
    }
    return page;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().withUpperCase().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("expected SHA-256, which every JDK has", e);
    }
  }
}
