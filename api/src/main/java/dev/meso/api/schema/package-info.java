/** What the records of the kinds look like to tools: JSON schemas and CustomResourceDefinitions. */
@NullMarked
package dev.meso.api.schema;

import org.jspecify.annotations.NullMarked;
