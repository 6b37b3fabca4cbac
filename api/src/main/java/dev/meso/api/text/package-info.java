/** Words for messages. */
@NullMarked
package dev.meso.api.text;

import org.jspecify.annotations.NullMarked;
