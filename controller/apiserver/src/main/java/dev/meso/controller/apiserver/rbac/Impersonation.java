package dev.meso.controller.apiserver.rbac;

import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.http.ApiRequest;
import dev.meso.controller.apiserver.status.ApiError;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Acting for somebody else, as {@code kubectl --as} asks: whoever does so needs the verb {@code
 * impersonate} on that user and on each of the groups.
 */
final class Impersonation {
  private static final String USER = "Impersonate-User";
  private static final String GROUP = "Impersonate-Group";
  private static final String UID = "Impersonate-Uid";

  /** Groups that one can act in at once. */
  static final int GROUPS_MAX = 64;

  private Impersonation() {}

  /**
   * Who acts in the end.
   *
   * @param permit throws unless somebody may do something
   */
  static Principal of(
      ApiRequest.Headers headers, Principal self, BiConsumer<Principal, Attributes> permit) {
    List<String> users = headers.all(USER);
    List<String> groups = headers.all(GROUP);
    if (!headers.all(UID).isEmpty()) {
      throw ApiError.badRequest(UID + ": expected nothing, users have no uid here");
    }
    if (users.isEmpty() && groups.isEmpty()) {
      return self;
    }
    if (users.size() != 1 || users.getFirst().isBlank()) {
      throw ApiError.badRequest(
          USER + ": expected one user, as " + GROUP + " needs one, found " + users.size());
    }
    if (groups.size() > GROUPS_MAX) {
      throw ApiError.badRequest(
          GROUP + ": expected at most " + GROUPS_MAX + " groups, found " + groups.size());
    }
    String user = users.getFirst();
    permit.accept(self, impersonate("users", user));
    groups.forEach(group -> permit.accept(self, impersonate("groups", group)));
    return user.equals(Principal.ANONYMOUS.name())
        ? Principal.ANONYMOUS
        : Principal.authenticated(user, groups);
  }

  private static Attributes impersonate(String resource, String name) {
    return new Attributes.OnResource("impersonate", "", resource, "", null, name);
  }
}
