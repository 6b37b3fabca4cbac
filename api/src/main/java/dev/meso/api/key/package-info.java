/** The layout of the keys in etcd. */
@NullMarked
package dev.meso.api.key;

import org.jspecify.annotations.NullMarked;
