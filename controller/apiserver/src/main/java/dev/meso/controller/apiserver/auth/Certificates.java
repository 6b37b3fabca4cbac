package dev.meso.controller.apiserver.auth;

import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;

/**
 * Reads who somebody is from his client certificate, as Kubernetes does: the common name is the
 * user, each organization a group. That the certificate is genuine was proven by the TLS handshake.
 */
final class Certificates {
  private Certificates() {}

  /** The user of a certificate; empty if it has no common name. */
  static Optional<Principal> principal(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    try {
      for (Rdn rdn : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        NamingEnumeration<? extends Attribute> attributes = rdn.toAttributes().getAll();
        while (attributes.hasMore()) {
          Attribute attribute = attributes.next();
          if (attribute.get() instanceof String value && !value.isBlank()) {
            switch (attribute.getID().toUpperCase(java.util.Locale.ROOT)) {
              case "CN" -> names.add(value);
              case "O" -> groups.add(value);
              default -> {}
            }
          }
        }
      }
    } catch (InvalidNameException e) {
      return Optional.empty();
    } catch (NamingException e) {
      throw new IllegalStateException("reading a name in memory failed", e);
    }
    return names.size() == 1
        ? Optional.of(Principal.authenticated(names.getFirst(), groups))
        : Optional.empty();
  }
}
