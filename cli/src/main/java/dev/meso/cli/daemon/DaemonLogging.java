package dev.meso.cli.daemon;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * One line for each event on standard error: time, level, logger, text with its key=value pairs.
 */
final class DaemonLogging {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private DaemonLogging() {}

  /** Sets the level of our own classes; libraries are heard from warnings on. */
  static void configure(String level) {
    Logger root = Logger.getLogger("");
    for (var handler : root.getHandlers()) {
      root.removeHandler(handler);
    }
    ConsoleHandler console = new ConsoleHandler();
    console.setLevel(Level.ALL);
    console.setFormatter(new Line());
    root.addHandler(console);
    root.setLevel(Level.WARNING);
    OURS.setLevel(
        switch (level.toLowerCase(Locale.ROOT)) {
          case "error" -> Level.SEVERE;
          case "warn" -> Level.WARNING;
          case "debug" -> Level.FINE;
          default -> Level.INFO;
        });
  }

  // Held, because the logging system itself holds loggers weakly.
  private static final Logger OURS = Logger.getLogger("dev.meso");

  private static final class Line extends Formatter {
    @Override
    public String format(LogRecord record) {
      StringBuilder line = new StringBuilder();
      line.append(TIME.format(Instant.ofEpochMilli(record.getMillis())));
      line.append(' ').append(level(record.getLevel()));
      String logger = String.valueOf(record.getLoggerName());
      line.append(' ').append(logger.substring(logger.lastIndexOf('.') + 1));
      line.append(": ").append(formatMessage(record)).append('\n');
      if (record.getThrown() != null) {
        java.io.StringWriter trace = new java.io.StringWriter();
        record.getThrown().printStackTrace(new java.io.PrintWriter(trace));
        line.append(trace);
      }
      return line.toString();
    }

    private static String level(Level level) {
      int value = level.intValue();
      if (value >= Level.SEVERE.intValue()) {
        return "ERROR";
      }
      if (value >= Level.WARNING.intValue()) {
        return "WARN";
      }
      return value >= Level.INFO.intValue() ? "INFO" : "DEBUG";
    }
  }
}
