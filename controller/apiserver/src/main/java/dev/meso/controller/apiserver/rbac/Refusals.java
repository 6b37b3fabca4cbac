package dev.meso.controller.apiserver.rbac;

import dev.meso.controller.apiserver.auth.Principal;
import dev.meso.controller.apiserver.status.ApiError;
import dev.meso.controller.apiserver.status.Reason;

/** What somebody is told who may not do something; clients know how it begins. */
final class Refusals {
  private Refusals() {}

  static ApiError forbidden(Principal who, Attributes what, String why) {
    String user = "User \"" + who.name() + "\" cannot " + what.verb() + " ";
    String message =
        switch (what) {
          case Attributes.OnPage page -> "forbidden: " + user + "path \"" + page.path() + "\"";
          case Attributes.OnResource it ->
              it.resource()
                  + (it.group().isEmpty() ? "" : "." + it.group())
                  + (it.name().isEmpty() ? "" : " \"" + it.name() + "\"")
                  + " is forbidden: "
                  + user
                  + "resource \""
                  + it.path()
                  + "\" in API group \""
                  + it.group()
                  + "\" "
                  + (it.namespace() == null
                      ? "at the cluster scope"
                      : "in the namespace \"" + it.namespace() + "\"");
        };
    return ApiError.of(Reason.FORBIDDEN, message + ": " + why);
  }
}
