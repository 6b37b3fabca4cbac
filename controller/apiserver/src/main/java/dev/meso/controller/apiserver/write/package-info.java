/** Creating, replacing, patching and deleting objects. */
@NullMarked
package dev.meso.controller.apiserver.write;

import org.jspecify.annotations.NullMarked;
