/** Request bodies in Kubernetes' protobuf form, which typed Go clients send. */
@NullMarked
package dev.meso.controller.apiserver.protobuf;

import org.jspecify.annotations.NullMarked;
