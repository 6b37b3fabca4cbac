/** JSON and YAML: lenient for stored records, strict for what users write. */
@NullMarked
package dev.meso.api.codec;

import org.jspecify.annotations.NullMarked;
