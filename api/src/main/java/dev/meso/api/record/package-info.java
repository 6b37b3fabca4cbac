/** Records that components exchange through etcd and that are no API objects. */
@NullMarked
package dev.meso.api.record;

import org.jspecify.annotations.NullMarked;
