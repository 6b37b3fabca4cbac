package dev.meso.api.codec;

import org.jspecify.annotations.Nullable;

/** Gives the documents of a text one after the other. */
interface TreeReader {

  /**
   * The next document; null after the last. An empty one is a {@link Tree.Nil}.
   *
   * @throws SyntaxProblem if the text cannot be read further
   */
  @Nullable Tree next();
}
