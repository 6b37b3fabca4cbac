package dev.meso.controller.apiserver.auth;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files of an encrypted port, all PEM.
 *
 * @param certificate of the server, with the chain behind it
 * @param key of the server's certificate, PKCS#8
 * @param clientCa whose client certificates tell who somebody is; none are asked for without it
 */
public record Tls(Path certificate, Path key, Optional<Path> clientCa) {}
