package dev.meso.cli.command;

import dev.meso.cli.session.Session;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The files of a command that takes objects from files. */
final class FilesOption {
  @Option(
      names = {"-f", "--filename"},
      required = true,
      paramLabel = "FILE",
      description = "A file, a directory, or - for standard input; may be repeated.")
  private List<String> files = new ArrayList<>();

  @Option(
      names = {"-R", "--recursive"},
      description = "Directories with all below them.")
  private boolean recursive;

  /** What is in them; what is wrong with them is told as a failure. */
  List<Manifest> read(Session session, NamespaceOption namespace) {
    return ManifestFiles.read(session, files, recursive, namespace);
  }
}
