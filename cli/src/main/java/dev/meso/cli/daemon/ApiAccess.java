package dev.meso.cli.daemon;

import dev.meso.cli.settings.Setting;
import dev.meso.cli.settings.Settings;
import dev.meso.cli.settings.SettingsException;
import dev.meso.controller.apiserver.auth.Access;
import dev.meso.controller.apiserver.auth.Tls;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads how clients reach a controller from its settings. */
final class ApiAccess {
  private ApiAccess() {}

  /**
   * What the settings say.
   *
   * @throws SettingsException if one is missing that another needs, or a file is not there
   */
  static Access of(Settings settings) {
    Optional<Path> certificate = file(settings, Setting.API_TLS_CERT);
    Optional<Path> key = file(settings, Setting.API_TLS_KEY);
    Optional<Path> clientCa = file(settings, Setting.API_CLIENT_CA);
    together(certificate, Setting.API_TLS_CERT, key, Setting.API_TLS_KEY);
    together(key, Setting.API_TLS_KEY, certificate, Setting.API_TLS_CERT);
    if (clientCa.isPresent()) {
      together(clientCa, Setting.API_CLIENT_CA, certificate, Setting.API_TLS_CERT);
    }
    return new Access(
        certificate.map(found -> new Tls(found, key.orElseThrow(), clientCa)),
        file(settings, Setting.API_TOKEN_FILE));
  }

  private static Optional<Path> file(Settings settings, Setting setting) {
    Optional<Path> file = settings.text(setting).map(Path::of);
    if (file.isPresent() && !Files.isReadable(file.get())) {
      throw new SettingsException(
          "setting " + setting.key() + ": expected a file that can be read, found " + file.get());
    }
    return file;
  }

  private static void together(
      Optional<Path> given, Setting setting, Optional<Path> other, Setting needed) {
    if (given.isPresent() && other.isEmpty()) {
      throw new SettingsException(
          "setting " + setting.key() + ": expected " + needed.key() + " with it, found none");
    }
  }
}
