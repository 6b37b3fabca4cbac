@NullMarked
package dev.meso.controller.apiserver;

import org.jspecify.annotations.NullMarked;
