package dev.ostiary.platform.database;

import java.util.function.BiFunction;
import java.util.function.Function;

/// The answer to a statement that may not have left yet. It leaves together with all that wait, in
/// one round trip: when the first of their answers is read, or with the commit.
@FunctionalInterface
public interface Asked<T> {
  /// The answer; waits for it if need be.
  T get();

  default <R> Asked<R> map(Function<T, R> change) {
    return () -> change.apply(get());
  }

  /// One answer made of two.
  default <O, R> Asked<R> with(Asked<O> other, BiFunction<T, O, R> join) {
    return () -> join.apply(get(), other.get());
  }
}
