/** Who may do what: roles, their bindings, and the one place that asks them. */
@NullMarked
package dev.meso.controller.apiserver.rbac;

import org.jspecify.annotations.NullMarked;
