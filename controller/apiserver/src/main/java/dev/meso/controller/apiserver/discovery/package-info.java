/** What the API serves, said so that clients can find it: discovery documents and OpenAPI. */
@NullMarked
package dev.meso.controller.apiserver.discovery;

import org.jspecify.annotations.NullMarked;
