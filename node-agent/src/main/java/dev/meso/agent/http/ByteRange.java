package dev.meso.agent.http;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file as an HTTP {@code Range} header names it.
 *
 * @param first the first byte
 * @param length how many follow from there, itself included
 * @param partial whether it was asked for as a part
 */
record ByteRange(long first, long length, boolean partial) {
  // Eighteen digits always fit a long.
  private static final Pattern BYTES = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

  /**
   * The part of a file of {@code size} bytes; all of it without a header, or with one of a form
   * that this server does not know, as the standard has it.
   *
   * @throws HttpProblem 416 if the file has no such part
   */
  static ByteRange of(@Nullable String header, long size) throws HttpProblem {
    Matcher matcher = BYTES.matcher(header == null ? "" : header);
    if (!matcher.matches() || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
      return new ByteRange(0, size, false);
    }
    long first;
    long last = size - 1;
    if (matcher.group(1).isEmpty()) {
      long suffix = Long.parseLong(matcher.group(2));
      first = suffix == 0 ? size : Math.max(0, size - suffix);
    } else {
      first = Long.parseLong(matcher.group(1));
      if (!matcher.group(2).isEmpty()) {
        last = Math.min(last, Long.parseLong(matcher.group(2)));
      }
    }
    if (first >= size || last < first) {
      throw new HttpProblem(
          416, "Range: expected a part of " + size + " bytes, found '" + header + "'");
    }
    return new ByteRange(first, last - first + 1, true);
  }
}
