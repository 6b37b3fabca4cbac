package dev.meso.controller.core.state;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The cells of the attempts under one task's name, in the order of their places: mostly none or
 * one, so an array is less than a map. An array that was handed out is never changed.
 */
final class Seats {
  static final Cell[] NONE = {};

  private Seats() {}

  static @Nullable Cell at(Cell[] seats, Place place) {
    for (Cell cell : seats) {
      if (cell.place().equals(place)) {
        return cell;
      }
    }
    return null;
  }

  @SuppressWarnings("ReferenceEquality") // The same cell, not an equal one.
  static Cell[] with(Cell[] seats, Cell cell) {
    Place place = cell.place();
    int at = 0;
    while (at < seats.length && seats[at].place().compareTo(place) < 0) {
      at++;
    }
    if (at < seats.length && seats[at].place().equals(place)) {
      if (seats[at] == cell) {
        return seats;
      }
      Cell[] other = seats.clone();
      other[at] = cell;
      return other;
    }
    Cell[] longer = Arrays.copyOf(seats, seats.length + 1);
    System.arraycopy(seats, at, longer, at + 1, seats.length - at);
    longer[at] = cell;
    return longer;
  }

  static Cell[] without(Cell[] seats, Place place) {
    for (int at = 0; at < seats.length; at++) {
      if (seats[at].place().equals(place)) {
        if (seats.length == 1) {
          return NONE;
        }
        Cell[] shorter = Arrays.copyOf(seats, seats.length - 1);
        System.arraycopy(seats, at + 1, shorter, at, seats.length - at - 1);
        return shorter;
      }
    }
    return seats;
  }
}
