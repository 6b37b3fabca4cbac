package dev.meso.cli.session;

/** Whoever read our standard output has closed it ({@code meso get | head -1}): end quietly. */
public final class ReaderGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ReaderGone() {
    super("the reader of standard output is gone", null, false, false);
  }
}
